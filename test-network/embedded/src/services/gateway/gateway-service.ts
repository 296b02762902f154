import { gateway } from '@hyperledger/fabric-protos';
import { ConcurrencyLimit } from '../wire/concurrency-limit.js';
import { type Method, streaming, unary } from '../wire/method.js';
import { chaincodeEvents } from './chaincode-events.js';
import { commitStatus } from './commit-status.js';
import { endorse } from './endorse.js';
import { evaluate } from './evaluate.js';
import type { GatewayContext } from './gateway-context.js';
import { submit } from './submit.js';

/** A peer's default; waits for commit and event streams count too. */
const CALLS_IN_FLIGHT = 500;

/** gateway.Gateway of one peer. */
export function gatewayService(context: GatewayContext): Method[] {
  const service = gateway.GatewayService;
  const limit = new ConcurrencyLimit('/gateway.Gateway', CALLS_IN_FLIGHT);
  return [
    unary({ definition: service.evaluate, request: gateway.EvaluateRequest, limit }, (request) =>
      evaluate(context, request),
    ),
    unary({ definition: service.endorse, request: gateway.EndorseRequest, limit }, (request) =>
      endorse(context, request),
    ),
    unary({ definition: service.submit, request: gateway.SubmitRequest, limit }, (request) =>
      submit(context, request),
    ),
    unary(
      { definition: service.commitStatus, request: gateway.SignedCommitStatusRequest, limit },
      (request, call) => commitStatus(context, request, call),
    ),
    streaming<gateway.SignedChaincodeEventsRequest, gateway.ChaincodeEventsResponse>(
      { definition: service.chaincodeEvents, request: gateway.SignedChaincodeEventsRequest, limit },
      (call) => chaincodeEvents(context, call),
    ),
  ];
}

import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import type { gateway } from '@hyperledger/fabric-protos';
import { ConcurrencyLimit } from '../wire/concurrency-limit.js';
import { serverStream, unary } from '../wire/handlers.js';
import { chaincodeEvents } from './chaincode-events.js';
import { commitStatus } from './commit-status.js';
import { endorse } from './endorse.js';
import { evaluate } from './evaluate.js';
import type { GatewayContext } from './gateway-context.js';
import { submit } from './submit.js';

/** A peer's default; waits for commit and event streams count too. */
const CALLS_IN_FLIGHT = 500;

/** gateway.Gateway of one peer. */
export function gatewayService(context: GatewayContext): UntypedServiceImplementation {
  const limit = new ConcurrencyLimit('/gateway.Gateway', CALLS_IN_FLIGHT);
  return {
    evaluate: unary(limit, (request: gateway.EvaluateRequest) => evaluate(context, request)),
    endorse: unary(limit, (request: gateway.EndorseRequest) => endorse(context, request)),
    submit: unary(limit, (request: gateway.SubmitRequest) => submit(context, request)),
    commitStatus: unary(limit, (request: gateway.SignedCommitStatusRequest, call) =>
      commitStatus(context, request, call),
    ),
    chaincodeEvents: serverStream<gateway.SignedChaincodeEventsRequest, gateway.ChaincodeEventsResponse>(
      limit,
      (call, callContext) => chaincodeEvents(context, call, callContext),
    ),
  };
}

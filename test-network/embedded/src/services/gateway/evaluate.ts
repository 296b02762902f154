import { status } from '@grpc/grpc-js';
import { gateway } from '@hyperledger/fabric-protos';
import { GrpcError } from '../wire/grpc-error.js';
import { callEndorser } from './call-endorser.js';
import { type EndorsementPlan, errorDetail } from './endorsement-plan.js';
import type { GatewayContext } from './gateway-context.js';
import { planForEvaluation } from './plans.js';
import { type UnpackedProposal, unpackProposal } from './proposal.js';

/** Gateway.Evaluate: one peer runs the proposal, and its chaincode's answer is the result; nothing is ordered. */
export async function evaluate(
  context: GatewayContext,
  request: gateway.EvaluateRequest,
): Promise<gateway.EvaluateResponse> {
  const proposal = readProposal(request);
  const { channelId } = proposal;
  if (context.ledger(channelId) === undefined) {
    throw new GrpcError(
      status.UNAVAILABLE,
      `failed to get config for channel [${channelId}]: could not get last config for channel ${channelId}`,
    );
  }
  const plan = planFor(context, request, proposal);
  const errors: gateway.ErrorDetail[] = [];
  let endorser = plan.nextEndorsers()?.[0];
  let code: status = status.UNAVAILABLE;
  while (endorser !== undefined) {
    const answer = await callEndorser(endorser, proposal.signed, endorser === context.self);
    if (answer.ok) {
      const response = new gateway.EvaluateResponse();
      response.setResult(answer.response.getResponse());
      return response;
    }
    errors.push(errorDetail(endorser, answer.message));
    if (!answer.retry) {
      throw new GrpcError(answer.code, `evaluate call to endorser returned error: ${answer.message}`, errors);
    }
    code = answer.code;
    endorser = plan.anotherOfGroup(endorser);
  }
  throw new GrpcError(code, 'failed to evaluate transaction, see attached details for more info', errors);
}

function readProposal(request: gateway.EvaluateRequest): UnpackedProposal {
  try {
    const signed = request.getProposedTransaction();
    if (signed === undefined || signed.getProposalBytes_asU8().length === 0) {
      throw new Error('a signed proposal is required');
    }
    const proposal = unpackProposal(signed);
    if (proposal.channelId === '') {
      throw new Error('no channel id provided');
    }
    if (proposal.missing !== undefined) {
      const part = { spec: 'spec', id: 'id', name: 'name' }[proposal.missing];
      throw new Error(`no chaincode ${part} is provided, channel id [${proposal.channelId}]`);
    }
    return proposal;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new GrpcError(status.INVALID_ARGUMENT, `failed to unpack transaction proposal: ${reason}`);
  }
}

/** Without named organisations, transient data stays within the gateway's own. */
function planFor(
  context: GatewayContext,
  request: gateway.EvaluateRequest,
  proposal: UnpackedProposal,
): EndorsementPlan {
  const named = request.getTargetOrganizationsList();
  const protect = proposal.hasTransientData && named.length === 0;
  const mspIds = protect ? [context.self.mspId] : named;
  try {
    return planForEvaluation(context, proposal.channelId, proposal.chaincode, mspIds);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new GrpcError(
      status.FAILED_PRECONDITION,
      protect
        ? `no endorsers found in the gateway's organization; retry specifying target organization(s) to protect transient data: ${reason}`
        : reason,
    );
  }
}

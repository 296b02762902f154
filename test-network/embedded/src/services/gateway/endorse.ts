import { status } from '@grpc/grpc-js';
import { gateway, peer } from '@hyperledger/fabric-protos';
import type { NeighbourPeer } from '../peer-directory.js';
import { GrpcError } from '../wire/grpc-error.js';
import { callEndorser } from './call-endorser.js';
import { type EndorsementPlan, errorDetail } from './endorsement-plan.js';
import type { GatewayContext } from './gateway-context.js';
import { planForInterest, planForOrgs } from './plans.js';
import { prepareTransaction } from './prepare-transaction.js';
import { type UnpackedProposal, unpackProposal } from './proposal.js';

const NO_OWN_ENDORSERS =
  "no endorsers found in the gateway's organization; retry specifying endorsing organization(s) to protect transient data";

/** Gateway.Endorse: collects enough endorsements for the transaction's policies, and puts the transaction together. */
export async function endorse(
  context: GatewayContext,
  request: gateway.EndorseRequest,
): Promise<gateway.EndorseResponse> {
  const proposal = readProposal(request);
  const mspIds = request.getEndorsingOrganizationsList();
  const plan =
    mspIds.length > 0
      ? chosenByClient(context, proposal, mspIds)
      : await planFromFirstEndorser(context, proposal);

  while (plan.completed === undefined) {
    const endorsers = plan.nextEndorsers();
    if (endorsers === undefined) {
      break;
    }
    const asked = await Promise.all(endorsers.map((each) => collect(context, plan, each, proposal)));
    plan.abandonGroupsOf(asked.flatMap((failed) => (failed === undefined ? [] : [failed])));
  }
  if (plan.completed === undefined) {
    throw new GrpcError(
      status.ABORTED,
      'failed to collect enough transaction endorsements, see attached details for more info',
      plan.errors,
    );
  }
  const response = new gateway.EndorseResponse();
  response.setPreparedTransaction(prepareTransaction(proposal, plan.completed));
  return response;
}

function readProposal(request: gateway.EndorseRequest): UnpackedProposal {
  const signed = request.getProposedTransaction();
  if (signed === undefined || signed.getProposalBytes_asU8().length === 0) {
    throw new GrpcError(status.INVALID_ARGUMENT, 'the proposed transaction must contain a signed proposal');
  }
  try {
    return unpackProposal(signed);
  } catch (error) {
    throw new GrpcError(status.INVALID_ARGUMENT, messageOf(error));
  }
}

/** The client names the organisations and answers for their being enough. */
function chosenByClient(
  context: GatewayContext,
  proposal: UnpackedProposal,
  mspIds: readonly string[],
): EndorsementPlan {
  try {
    return planForOrgs(context, proposal.channelId, proposal.chaincode, mspIds);
  } catch (error) {
    throw new GrpcError(status.UNAVAILABLE, messageOf(error));
  }
}

/** Asks a peer, and if it fails others of its group in turn. Returns the last one that failed if none succeeded. */
async function collect(
  context: GatewayContext,
  plan: EndorsementPlan,
  first: NeighbourPeer,
  proposal: UnpackedProposal,
): Promise<NeighbourPeer | undefined> {
  let endorser = first;
  for (;;) {
    const answer = await callEndorser(endorser, proposal.signed, endorser === context.self);
    if (!answer.ok) {
      plan.errors.push(errorDetail(endorser, answer.message));
    } else if (plan.accept(endorser, answer.response)) {
      return undefined;
    }
    const next = plan.anotherOfGroup(endorser);
    if (next === undefined) {
      return endorser;
    }
    endorser = next;
  }
}

/**
 * Lets one peer, of the gateway's own organisation if possible, run the proposal; what it touched tells which
 * policies count, and thereby who else must endorse.
 */
async function planFromFirstEndorser(
  context: GatewayContext,
  proposal: UnpackedProposal,
): Promise<EndorsementPlan> {
  const { endorser, response } = await firstEndorsement(context, proposal);
  const touched = response.getInterest();
  const interest =
    touched === undefined || touched.getChaincodesList().length === 0
      ? interestIn(proposal.chaincode)
      : touched;
  const plan = proposal.hasTransientData
    ? protectingTransientData(context, proposal, interest, endorser)
    : orFailedPrecondition(() => planForInterest(context, proposal.channelId, interest, endorser));
  plan.accept(endorser, response);
  return plan;
}

async function firstEndorsement(context: GatewayContext, proposal: UnpackedProposal) {
  const plan = planForFirst(context, proposal);
  const errors: gateway.ErrorDetail[] = [];
  let endorser = plan.nextEndorsers()?.[0];
  while (endorser !== undefined) {
    const answer = await callEndorser(endorser, proposal.signed, endorser === context.self);
    if (answer.ok) {
      return { endorser, response: answer.response };
    }
    errors.push(errorDetail(endorser, answer.message));
    endorser = plan.anotherOfGroup(endorser);
  }
  throw new GrpcError(
    status.ABORTED,
    'failed to endorse transaction, see attached details for more info',
    errors,
  );
}

function planForFirst(context: GatewayContext, proposal: UnpackedProposal): EndorsementPlan {
  const { channelId, chaincode } = proposal;
  try {
    return planForOrgs(context, channelId, chaincode, [context.self.mspId]);
  } catch {
    // The organisation has no peer for this chaincode: discovery may pick another one, unless secrets are at stake.
    if (proposal.hasTransientData) {
      throw new GrpcError(status.FAILED_PRECONDITION, NO_OWN_ENDORSERS);
    }
    return orFailedPrecondition(() => planForInterest(context, channelId, interestIn(chaincode), undefined));
  }
}

/** Transient data goes only to peers that may hold every collection touched, even where policies would allow others. */
function protectingTransientData(
  context: GatewayContext,
  proposal: UnpackedProposal,
  interest: peer.ChaincodeInterest,
  endorser: NeighbourPeer,
): EndorsementPlan {
  const guarded = interest.clone();
  const collections: string[] = [];
  for (const call of guarded.getChaincodesList()) {
    if (call.getNoPrivateReads()) {
      call.setNoPrivateReads(false);
      collections.push(...call.getCollectionNamesList());
    }
  }
  try {
    return planForInterest(context, proposal.channelId, guarded, endorser);
  } catch (error) {
    if (
      collections.length > 0 &&
      succeeds(() => planForInterest(context, proposal.channelId, interest, endorser))
    ) {
      throw new GrpcError(
        status.FAILED_PRECONDITION,
        `requires endorsement from organisation(s) that are not in the distribution policy of the private data collection(s): [${collections.join(' ')}]; retry specifying trusted endorsing organizations to protect transient data`,
      );
    }
    throw new GrpcError(status.FAILED_PRECONDITION, messageOf(error));
  }
}

function interestIn(chaincode: string): peer.ChaincodeInterest {
  const call = new peer.ChaincodeCall();
  call.setName(chaincode);
  const interest = new peer.ChaincodeInterest();
  interest.setChaincodesList([call]);
  return interest;
}

function orFailedPrecondition(plan: () => EndorsementPlan): EndorsementPlan {
  try {
    return plan();
  } catch (error) {
    throw new GrpcError(status.FAILED_PRECONDITION, messageOf(error));
  }
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

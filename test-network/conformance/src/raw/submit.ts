import type { common, peer } from '@hyperledger/fabric-protos';
import { validationCode } from '../assertions/failures.js';
import { gatewayOf } from '../clients/gateways.js';
import { committedEverywhere } from '../clients/settled.js';
import { BANK_BROKER_X, type MemberId, member } from '../network/consortium.js';
import { type Credentials, userCredentials } from '../network/credentials.js';
import { broadcast, processProposal } from './calls.js';
import { commitStatusRequest } from './commit-request.js';
import { newProposal, type ProposalOptions, type RawProposal, signProposal } from './proposal.js';
import { transactionOf } from './transaction.js';

/** What most cases leave as it is. */
export function rawProposal(options: Partial<ProposalOptions> & Pick<ProposalOptions, 'args'>): RawProposal {
  return newProposal({
    channel: BANK_BROKER_X,
    chaincode: 'steps',
    credentials: userCredentials(member('bank-a'), 'User1'),
    ...options,
  });
}

/** Asks the peers of the members named, each for itself, past every gateway. */
export function endorseBy(ids: readonly MemberId[], proposal: RawProposal): Promise<peer.ProposalResponse[]> {
  const signed = signProposal(proposal);
  return Promise.all(ids.map((id) => processProposal(id, signed)));
}

/** Sends an envelope to the orderer, which has to take it, and answers the code that a peer gave it. */
async function orderRaw(envelope: common.Envelope, txId: string, from: MemberId = 'bank-a'): Promise<string> {
  const answer = await broadcast(envelope);
  if (answer.status !== 200) {
    throw new Error(`The orderer refused: ${answer.status} ${answer.info}`);
  }
  const code = await codeOf(txId, from);
  await committedEverywhere(BANK_BROKER_X, txId);
  return code;
}

/** Waits until a transaction is committed at the peer of a member, and answers its validation code. */
export async function codeOf(
  txId: string,
  from: MemberId = 'bank-a',
  channel = BANK_BROKER_X,
  credentials: Credentials = userCredentials(member(from), 'User1'),
): Promise<string> {
  const commit = gatewayOf(from, credentials).newCommit(commitStatusRequest(channel, txId, credentials));
  return validationCode((await commit.getStatus()).code);
}

/** The whole way of a transaction without a gateway: endorsed by the members named, ordered, committed. */
export async function submitRaw(ids: readonly MemberId[], proposal: RawProposal): Promise<string> {
  const responses = await endorseBy(ids, proposal);
  return orderRaw(transactionOf(proposal, responses), proposal.txId);
}

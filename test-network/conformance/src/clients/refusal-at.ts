import { failureOf } from '../assertions/failures.js';
import { type MemberId, mspIdOf } from '../network/consortium.js';
import { contractOf } from './gateways.js';
import { proposalOptions, type Step } from './steps.js';

/**
 * Why the peer of a member refuses steps that a client of another (or the same) asks for, with the transaction ID
 * written TX.
 */
export async function refusalAt(
  client: MemberId,
  steps: readonly Step[],
  endorser: MemberId,
  chaincode = 'steps',
): Promise<string> {
  const proposal = contractOf(client, chaincode).newProposal('run', {
    ...proposalOptions(steps),
    endorsingOrganizations: [mspIdOf(endorser)],
  });
  const { details } = await failureOf(proposal.evaluate());
  return (details[0]?.message ?? '').replaceAll(proposal.getTransactionId(), 'TX');
}

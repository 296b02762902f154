import type { EndorsedTransaction } from './block.js';
import { firstDifference, type Peer, type SimulationResult } from './peer.js';
import type { Proposal } from './proposal.js';

type Answer =
  | { readonly peer: Peer; readonly result: SimulationResult }
  | { readonly peer: Peer; readonly refusal: Error };

/**
 * Has every peer simulate a proposal, the second and every other one with maps and parsed objects in another order,
 * and puts together what they agree on. A peer that is alone simulates in both orders.
 *
 * @throws the contract’s own error where all refuse alike; one that begins with ENDORSEMENTS_DIFFER where they do not agree.
 */
export async function endorse(proposal: Proposal, peers: readonly Peer[]): Promise<EndorsedTransaction> {
  const answers: Answer[] = [];
  for (const [position, peer] of simulators(peers).entries()) {
    answers.push(await ask(peer, proposal, position % 2 === 1));
  }
  const [first, ...others] = answers;
  if (first === undefined) throw new Error('A transaction needs an endorser.');
  for (const other of others) {
    const difference = differenceOf(first, other);
    if (difference !== undefined) {
      throw new Error(
        `ENDORSEMENTS_DIFFER: ${disagreeing(first.peer, other.peer)} on ${proposal.function}: ${difference}.`,
      );
    }
  }
  if ('refusal' in first) throw first.refusal;
  const { transactionId, caller, timestamp } = proposal;
  return {
    transactionId,
    caller,
    timestamp,
    args: [proposal.function, ...proposal.args],
    endorsers: peers.map(({ mspId }) => mspId),
    ...first.result,
  };
}

/** One peer alone simulates twice, so that it can differ from itself. */
function simulators(peers: readonly Peer[]): readonly Peer[] {
  return peers.length === 1 ? [...peers, ...peers] : peers;
}

function disagreeing(one: Peer, other: Peer): string {
  return one === other
    ? `${one.mspId} does not agree with itself, given maps and objects in another order,`
    : `${one.mspId} and ${other.mspId} do not agree`;
}

async function ask(peer: Peer, proposal: Proposal, reversesKeys: boolean): Promise<Answer> {
  try {
    return { peer, result: await peer.simulate(proposal, reversesKeys) };
  } catch (cause) {
    return { peer, refusal: cause instanceof Error ? cause : new Error(String(cause)) };
  }
}

function differenceOf(one: Answer, other: Answer): string | undefined {
  if ('result' in one && 'result' in other) return firstDifference(one.result, other.result);
  if ('refusal' in one && 'refusal' in other && one.refusal.message === other.refusal.message)
    return undefined;
  return `one ${saying(one)}, the other ${saying(other)}`;
}

function saying(answer: Answer): string {
  return 'refusal' in answer ? `refuses with “${answer.refusal.message}”` : 'endorses';
}

import { peer } from '@hyperledger/fabric-protos';
import { type MemberId, member, mspIdOf } from '../network/consortium.js';
import { userCredentials } from '../network/credentials.js';
import { untilDone } from '../network/waiting.js';
import { discover, discoveredPeer, peerQuery } from '../raw/discovery.js';
import { type Definition, fill, lifecycleOf } from './definitions.js';

/** Whether each organisation has approved this very definition, as the peer of a member sees it. */
export async function approvalsAt(
  id: MemberId,
  definition: Definition,
): Promise<Readonly<Record<string, boolean>>> {
  const args = fill(new peer.lifecycle.CheckCommitReadinessArgs(), definition);
  const answer = await lifecycleOf(id, definition.channel).evaluate('CheckCommitReadiness', {
    arguments: [args.serializeBinary()],
    endorsingOrganizations: [mspIdOf(id)],
  });
  const result = peer.lifecycle.CheckCommitReadinessResult.deserializeBinary(answer);
  return Object.fromEntries(result.getApprovalsMap().toArray());
}

/** Waits until every member's own peer has seen the approvals of all of them: one reads blocks later than another. */
export async function untilApproved(ids: readonly MemberId[], definition: Definition): Promise<void> {
  await Promise.all(
    ids.map((at) =>
      untilDone(async () => {
        const approvals = await approvalsAt(at, definition);
        const missing = ids.filter((id) => !approvals[mspIdOf(id)]);
        if (missing.length > 0) {
          throw new Error(`The peer of ${at} has not seen ${missing.join(', ')} approve ${definition.name}.`);
        }
      }),
    ),
  );
}

/** Waits until discovery at every member's peer says that all their peers run the definition. */
export async function untilDiscovered(ids: readonly MemberId[], definition: Definition): Promise<void> {
  const wanted = `${definition.name}@${definition.sequence ?? 1}`;
  await Promise.all(
    ids.map((at) =>
      untilDone(async () => {
        const result = await discover(at, userCredentials(member(at), 'User1'), peerQuery(), {
          channel: definition.channel,
        });
        const running = new Set<string>();
        result
          .getMembers()
          ?.getPeersByOrgMap()
          .forEach((peers, mspId) => {
            if (peers.getPeersList().some((found) => discoveredPeer(found).chaincodes.includes(wanted))) {
              running.add(mspId);
            }
          });
        const missing = ids.filter((id) => !running.has(mspIdOf(id)));
        if (missing.length > 0) {
          throw new Error(`The peer of ${at} does not know yet that ${missing.join(', ')} runs ${wanted}.`);
        }
      }),
    ),
  );
}

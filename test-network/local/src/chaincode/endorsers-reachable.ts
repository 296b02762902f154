import type { PeerClient } from '../fabric/peer-client.js';
import type { SigningIdentity } from '../fabric/signing-identity.js';
import { waitFor } from '../waiting.js';
import type { DeployPlan } from './deploy-plan.js';

const LIMIT_MS = 60_000;

/**
 * Waits until every member's peer knows where to find endorsers for the chaincode, on every channel.
 *
 * Members tell each other of themselves and of what they have installed by gossip, a moment after the
 * definition is committed; an application that came earlier would be told there are no endorsers.
 */
export async function endorsersReachable(plan: DeployPlan, clients: readonly PeerClient[]): Promise<void> {
  await Promise.all(
    plan.channels.flatMap(({ channel }) => {
      // Only who may write to a channel is answered by service discovery, and the regulator may not.
      const asking = clients.find((client) => client.organisation.id === channel.bank)?.admin;
      return clients
        .filter((client) => channel.members.includes(client.organisation.id))
        .map((client) => reachable(client, channel.name, plan.name, asking ?? client.admin));
    }),
  );
}

async function reachable(
  client: PeerClient,
  channel: string,
  name: string,
  asking: SigningIdentity,
): Promise<void> {
  let failure: Error | undefined;
  await waitFor({
    what: `endorsers of ${name} on ${channel} to be known to the peer of ${client.organisation.id}`,
    limitMs: LIMIT_MS,
    check: async () => {
      failure = await client.discoverEndorsers(channel, name, asking);
      return failure === undefined;
    },
  }).catch((error: Error) => {
    throw new Error(`${error.message} It says: ${failure?.message ?? 'nothing'}`);
  });
}

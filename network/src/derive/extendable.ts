import type { NetworkDescription } from '../description/schema.js';
import { DataFolderError } from '../layout/data-folder-error.js';

const REMEDY =
  'undo that change, start with --reset to make the network anew, or name another folder with --data';

/**
 * Refuses to change what is fixed once a network has been made: its members' identities and addresses, and its
 * channels' rules are in genesis blocks and ledgers. Organisations, relationships and users may be added.
 *
 * @throws DataFolderError with one sentence.
 */
export function refuseUnextendable(existing: NetworkDescription, wanted: NetworkDescription): void {
  const difference = firstDifference(existing, wanted);
  if (difference !== undefined) {
    throw new DataFolderError(`The data folder ${existing.dataDir} was made ${difference}; ${REMEDY}.`);
  }
}

function firstDifference(existing: NetworkDescription, wanted: NetworkDescription): string | undefined {
  return [
    change('for profile', existing.profile, wanted.profile),
    change('for the consortium', existing.consortium.name, wanted.consortium.name),
    ...orderingDifferences(existing, wanted),
    ...existing.organisations.flatMap((was) => memberDifferences(was, wanted)),
    ...existing.channels.map((was) => channelDifference(was, wanted)),
  ].find((difference) => difference !== undefined);
}

function change(what: string, was: string, is: string): string | undefined {
  return was === is ? undefined : `${what} ${was}, and now it is to be ${is}`;
}

function orderingDifferences({ ordering: was }: NetworkDescription, { ordering: is }: NetworkDescription) {
  const addresses = (of: typeof was) =>
    of.nodes.map(({ name, endpoint }) => `${name} at ${endpoint}`).join(' and ');
  return [
    change('with the ordering organisation', was.mspId, is.mspId),
    change('with the ordering domain', was.domain, is.domain),
    change('with', addresses(was), addresses(is)),
  ];
}

function memberDifferences(was: NetworkDescription['organisations'][number], wanted: NetworkDescription) {
  const is = wanted.organisations.find(({ id }) => id === was.id);
  if (is === undefined) {
    return [`with the organisation ${was.id}, and now there is none`];
  }
  return [
    change(`with ${was.id} as a`, was.role, is.role),
    change(`with ${was.id} as`, was.mspId, is.mspId),
    change(`with ${was.id} in the domain`, was.domain, is.domain),
    change(`with the peer of ${was.id} at`, was.peer.endpoint, is.peer.endpoint),
  ];
}

function channelDifference(was: NetworkDescription['channels'][number], wanted: NetworkDescription) {
  const is = wanted.channels.find(({ name }) => name === was.name);
  if (is === undefined) {
    return `with the relationship of ${was.bank} and ${was.broker}, and now there is none`;
  }
  return was.digest === is.digest
    ? undefined
    : `with other rules for the channel ${was.name} (policies, capabilities, batches, Raft or access rules)`;
}

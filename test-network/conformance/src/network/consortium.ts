import type { NetworkDescription, OrganisationDescription } from '@sanfang/network';

/** The channels of the default consortium that the suite uses; bank A and the regulator are on both. */
export const BANK_BROKER_X = 'custody-bank-a-broker-x';
export const BANK_BROKER_Y = 'custody-bank-a-broker-y';

export type MemberId = 'bank-a' | 'bank-b' | 'broker-x' | 'broker-y' | 'regulator';

let description: NetworkDescription | undefined;

/** Tells this process which network it works with. */
export function useNetwork(running: NetworkDescription): void {
  description = running;
}

/** The running network, as its network.json describes it. */
export function network(): NetworkDescription {
  if (!description) {
    throw new Error('No network is known here yet; useNetwork comes first.');
  }
  return description;
}

export function member(id: MemberId): OrganisationDescription {
  const found = network().organisations.find((organisation) => organisation.id === id);
  if (!found) {
    throw new Error(`The network has no member ${id}; the suite needs the default consortium.`);
  }
  return found;
}

export const mspIdOf = (id: MemberId): string => member(id).mspId;

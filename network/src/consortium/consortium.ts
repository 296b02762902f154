import { fillPlaceholders } from '../policy/placeholders.js';
import { parseSignaturePolicy, principalsOf } from '../policy/signature-policy.js';
import type { ConsortiumValues } from './schema.js';

type DeepReadonly<T> = T extends (infer E)[]
  ? readonly DeepReadonly<E>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

type Values = DeepReadonly<ConsortiumValues>;

export type ConsortiumOrganisation = Values['organisations'][number];
export type ConsortiumOrdering = Values['ordering'];
export type ConsortiumChannelRules = Values['channel'];
export type ConsortiumChaincode = Values['chaincodes'][number];
export type ConsortiumRoleUsers = Values['users']['bank'];
export type ConsortiumLimits = Values['limits'];

/** A custody relationship and the channel that keeps its books. */
export interface Relationship {
  readonly channel: string;
  readonly bank: ConsortiumOrganisation;
  readonly broker: ConsortiumOrganisation;
  readonly regulator: ConsortiumOrganisation;
}

/** A checked consortium: nothing in it names what is not there. Sizes are bytes, durations milliseconds. */
export interface Consortium {
  readonly file: string;
  /** SHA-256 of the file's text, hexadecimal. */
  readonly sha256: string;
  readonly name: string;
  readonly organisations: readonly ConsortiumOrganisation[];
  readonly ordering: ConsortiumOrdering;
  readonly relationships: readonly Relationship[];
  readonly users: Values['users'];
  readonly channel: ConsortiumChannelRules;
  readonly chaincodes: readonly ConsortiumChaincode[];
  readonly limits: ConsortiumLimits;
}

export function resolveConsortium(
  values: Values,
  source: { readonly file: string; readonly sha256: string },
): Consortium {
  const organisation = (wanted: (organisation: ConsortiumOrganisation) => boolean, what: string) => {
    const found = values.organisations.find(wanted);
    if (found === undefined) {
      throw new Error(`${source.file} was checked and yet has no ${what}.`);
    }
    return found;
  };
  return {
    ...source,
    name: values.name,
    organisations: values.organisations,
    ordering: values.ordering,
    relationships: values.relationships.map(({ bank, broker }) => ({
      channel: channelName(bank, broker),
      bank: organisation(({ id }) => id === bank, bank),
      broker: organisation(({ id }) => id === broker, broker),
      regulator: organisation(({ role }) => role === 'regulator', 'regulator'),
    })),
    users: values.users,
    channel: values.channel,
    chaincodes: values.chaincodes,
    limits: values.limits,
  };
}

export function channelName(bankId: string, brokerId: string): string {
  return `custody-${bankId}-${brokerId}`;
}

/** The members of a relationship, in the order bank, broker, regulator. */
export function membersOf({ bank, broker, regulator }: Relationship): readonly ConsortiumOrganisation[] {
  return [bank, broker, regulator];
}

/** Replaces {bank}, {broker} and {regulator} in a policy text by the members' MSP ids. */
export function policyFor({ bank, broker, regulator }: Relationship, text: string): string {
  return fillPlaceholders(text, { bank: bank.mspId, broker: broker.mspId, regulator: regulator.mspId });
}

/** Members that a chaincode's policies ask to endorse, and whose peers therefore run it. */
export function endorsersOf(
  relationship: Relationship,
  chaincode: ConsortiumChaincode,
): readonly ConsortiumOrganisation[] {
  const policies = [chaincode.endorsementPolicy, ...chaincode.collections.map((it) => it.endorsementPolicy)];
  const mspIds = new Set(
    policies
      .filter((text) => text !== undefined)
      .flatMap((text) => principalsOf(parseSignaturePolicy(policyFor(relationship, text))))
      .map(({ mspId }) => mspId),
  );
  return membersOf(relationship).filter(({ mspId }) => mspIds.has(mspId));
}

import type { ContractEvent, ValidationCode } from './block.js';
import type { ContractClass } from './contract-set.js';
import type { Caller } from './proposal.js';
import type { Collection } from './simulation/collection-access.js';
import type { EndorsementPolicy } from './validation/policies.js';

export interface ChannelOptions {
  /** Classes of the contracts; every organisation gets instances of its own. The first is the default one. */
  readonly contracts: readonly ContractClass[];
  /** MSP ids of the organisations whose peers endorse where a call names no others. */
  readonly endorsers: readonly string[];
  /** MSP ids of further organisations with a peer that commits. Members of collections have one anyhow. */
  readonly observers?: readonly string[];
  /** The chaincode’s endorsement policy: all of the endorsers where absent. */
  readonly policy?: EndorsementPolicy;
  readonly collections?: readonly Collection[];
  /** Contracts of organisations that run others than agreed, by MSP id. */
  readonly alteredContracts?: Readonly<Record<string, readonly ContractClass[]>>;
  readonly name?: string;
  /** RFC 3339; time of transactions that name none, until the channel is told another. */
  readonly time?: string;
}

export interface Call {
  /** `Contract:Function`, or `Function` of the first contract. */
  readonly function: string;
  /** An object is sent as JSON, a text as it is. */
  readonly request: object | string;
  readonly caller: Caller;
  /** Values that are not texts are sent as JSON. */
  readonly transient?: Readonly<Record<string, unknown>>;
  /** MSP ids. */
  readonly endorsers?: readonly string[];
  /** RFC 3339. */
  readonly timestamp?: string;
}

/** Null where the key is deleted. */
export interface WrittenText {
  readonly key: string;
  readonly value: string | null;
}

export interface Submitted<Answer> {
  readonly answer: Answer;
  readonly transactionId: string;
  readonly blockNumber: number;
  /** Only a VALID transaction has changed anything. */
  readonly validationCode: ValidationCode;
  readonly writes: readonly WrittenText[];
  readonly privateWrites: readonly (WrittenText & { readonly collection: string })[];
  readonly event?: ContractEvent;
}

import type { Holder } from '../../rules/limits.js';

/**
 * What is private of an account: in the collection of bank, broker and regulator under the account's number, never
 * in a block. The block has a hash of the whole; the salt in it keeps that from being guessed.
 */
export interface IdentityRow {
  readonly holder: Holder;
  readonly name: string;
  readonly document: string;
  readonly mobile?: string;
  readonly salt: string;
  readonly bankAccount?: PrivateBankAccount;
  readonly proposedBankAccount?: PrivateBankAccount;
  /** Keys of the client's persons in the same collection, the one of each document that there has been. */
  readonly personKeys: readonly string[];
  /** The one of them that only one side has named so far; it goes where that side takes it back. */
  readonly unconfirmedPersonKey?: string;
  /** By `side/serial`: what came privately with an instruction that was carried out, hashed. */
  readonly asked: Readonly<Record<string, string>>;
}

/** A bank account with the salt that its reference was made with, which outlasts a change of the client's salt. */
export interface PrivateBankAccount {
  readonly number: string;
  readonly salt: string;
}

/** Under `person/<keyed hash of the document>`: the one client number of a person or institution. */
export interface PersonRow {
  readonly clientNumber: string;
}

/** The secret key of the persons' hashes: without it nobody can try out documents. */
export interface PepperRow {
  readonly pepper: string;
}

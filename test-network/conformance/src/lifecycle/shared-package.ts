import { inject } from 'vitest';
import '../setup/provided.js';
import { BANK_BROKER_X, type MemberId } from '../network/consortium.js';
import { unique } from '../network/unique.js';
import { approve, type Definition } from './definitions.js';

/** The packages of chaincode `steps`: definitions that a case makes itself all run in them. */
export const stepsPackages = () => inject('conformance').packages.steps;

export const packagesOfBoth = (): Readonly<Record<string, string>> => {
  const { 'bank-a': bank = '', 'broker-x': broker = '' } = stepsPackages();
  return { 'bank-a': bank, 'broker-x': broker };
};

/** A definition of a new name between bank A and broker X. */
export function newDefinition(more: Partial<Definition> = {}): Definition {
  return { channel: BANK_BROKER_X, name: unique('life'), ...more };
}

export function approveAt(id: MemberId, definition: Definition): Promise<void> {
  return approve(id, definition, stepsPackages()[id]);
}

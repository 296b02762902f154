import { setTimeout as pause } from 'node:timers/promises';
import type { RelationshipAnswer } from '@sanfang/chaincode/model/answers/governance';
import type { Ledger } from '../ports/ledger.js';
import { LedgerError } from '../ports/ledger-error.js';
import type { Relationship } from './relationship.js';

/**
 * - `ready`: both sides have agreed to the relationship that this gateway is configured with.
 * - `awaiting-agreement`: one side's gateway has not agreed yet.
 * - `differs`: what is on the ledger is not what this gateway is configured with.
 * - `unavailable`: the ledger cannot be asked.
 */
export type RelationshipStatus = 'ready' | 'awaiting-agreement' | 'differs' | 'unavailable';

/** Asks the ledger how a relationship stands. */
export async function relationshipStatus(
  ledger: Ledger,
  relationship: Relationship,
): Promise<RelationshipStatus> {
  try {
    const answer = await ledger.evaluate({
      channel: relationship.name,
      name: 'GovernanceContract:GetRelationship',
      request: {},
    });
    const { agreed, bankMspId, brokerMspId } = answer as RelationshipAnswer;
    if (!agreed) return 'awaiting-agreement';
    const same = bankMspId === relationship.bank.mspId && brokerMspId === relationship.broker.mspId;
    return same ? 'ready' : 'differs';
  } catch (error) {
    if (error instanceof LedgerError) return 'unavailable';
    throw error;
  }
}

export interface AgreementOptions {
  readonly relationship: Relationship;
  readonly retryPauseMs: number;
  readonly signal: AbortSignal;
  /** Told of every attempt that failed. */
  readonly onFailure: (error: LedgerError) => void;
}

/**
 * Puts this member's agreement to its configured relationship on the ledger, once that can be reached.
 *
 * Naming bank and broker in the gateway's configuration is the member's own decision; the contract makes the
 * relationship only when the other side has decided the same.
 */
export async function agreeTo(ledger: Ledger, options: AgreementOptions): Promise<void> {
  const { relationship, signal, retryPauseMs, onFailure } = options;
  const request = { bankMspId: relationship.bank.mspId, brokerMspId: relationship.broker.mspId };
  while (!signal.aborted) {
    try {
      if ((await relationshipStatus(ledger, relationship)) === 'ready') return;
      await ledger.submit({
        channel: relationship.name,
        name: 'GovernanceContract:AgreeRelationship',
        request,
      });
      return;
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      onFailure(error);
      // A contract's no is final; anything else may be a ledger that has not come up yet.
      if (error.fault.kind === 'refused') return;
    }
    await pause(retryPauseMs, undefined, { signal }).catch(() => undefined);
  }
}

import type { BusinessDate } from '../../rules/business-date.js';
import type { Side } from '../../rules/transfer-state.js';

/** A user of bank or broker, who acts for that side. */
export interface Proposer {
  readonly side: Side;
  readonly mspId: string;
  /** Common name in the user's certificate. */
  readonly user: string;
}

/** What one member has proposed, and what became of it. */
export interface ProposalRow<Change extends object> {
  readonly id: string;
  readonly change: Change;
  readonly reason: string;
  /** SHA-256 of the change's canonical JSON, which the other member repeats when it confirms. */
  readonly contentHash: string;
  readonly proposedBy: Proposer;
  /** Business day on which it was proposed; absent before the first. */
  readonly proposedOn?: BusinessDate;
  readonly state: 'proposed' | 'confirmed' | 'withdrawn';
  /** Who confirmed or withdrew it, and in which transaction. */
  readonly answeredBy?: Proposer;
  readonly answeredIn?: string;
}

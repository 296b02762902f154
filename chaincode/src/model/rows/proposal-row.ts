import type { BusinessDate } from '../../rules/business-date.js';
import type { Side } from '../../rules/transfer-state.js';

/** A user of bank or broker, who acts for that side. */
export interface Member {
  readonly side: Side;
  readonly mspId: string;
  /** Common name in the user's certificate. */
  readonly user: string;
}

/** What one member has proposed, and what became of it. */
export interface ProposalRow<Change extends object> {
  readonly change: Change;
  readonly reason: string;
  /** SHA-256 of the change's canonical JSON, which the other member repeats when it confirms. */
  readonly contentHash: string;
  readonly proposedBy: Member;
  /** Transaction in which it was proposed. */
  readonly proposedIn: string;
  /** Business day on which it was proposed; absent before the first. */
  readonly businessDate?: BusinessDate;
  readonly state: 'proposed' | 'confirmed' | 'withdrawn';
  /** Who confirmed or withdrew it, and in which transaction. */
  readonly answeredBy?: Member;
  readonly answeredIn?: string;
}

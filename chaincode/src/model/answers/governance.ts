import type { ParameterSet, ProposedChange, Security, TradingYear } from '../requests/governance.js';
import type { ProposalRow } from '../rows/proposal-row.js';

export interface RelationshipAnswer {
  readonly bankMspId: string;
  readonly brokerMspId: string;
  /** Whether both have agreed. Until then no account can be opened. */
  readonly agreed: boolean;
}

/** A proposal, and what became of it; `contentHash` is to be given back by who confirms it. */
export type ProposalAnswer = ProposalRow<ProposedChange> & { readonly id: string };

/** What a proposal has come to. */
export interface ProposalStateAnswer {
  readonly id: string;
  readonly contentHash: string;
  readonly state: ProposalAnswer['state'];
  readonly transactionId: string;
}

/** A rule by the proposal that made it one. */
export interface VersionAnswer<Content> {
  readonly content: Content;
  readonly proposalId: string;
  readonly transactionId: string;
}

/** The version that counts, and the ones that it has replaced, oldest first. */
export interface InForceAnswer<Content> extends VersionAnswer<Content> {
  readonly replaced: readonly VersionAnswer<Content>[];
}

export type ParametersAnswer = InForceAnswer<ParameterSet>;
export type CalendarAnswer = InForceAnswer<TradingYear>;
export type SecurityAnswer = InForceAnswer<Security>;

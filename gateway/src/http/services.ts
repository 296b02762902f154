import type { Accounts } from '../custody/accounts.js';
import type { RelationshipStatus } from '../custody/agreement.js';
import type { BusinessDays } from '../custody/business-day.js';
import type { Relationship } from '../custody/relationship.js';
import type { Transfers } from '../custody/transfers.js';
import { Problem } from './problems/problem.js';

/** What endpoints work with. */
export interface Services {
  readonly accounts: Accounts;
  readonly transfers: Transfers;
  readonly days: BusinessDays;
  readonly relationships: Relationships;
}

type AskStatus = (relationship: Relationship) => Promise<RelationshipStatus>;

/** The relationships of this gateway's member. */
export class Relationships {
  readonly all: readonly Relationship[];
  readonly #ask: AskStatus;
  readonly #asking = new Map<string, Promise<RelationshipStatus>>();

  constructor(all: readonly Relationship[], ask: AskStatus) {
    this.all = all;
    this.#ask = ask;
  }

  /** The channel of a relationship that the member takes part in; throws a Problem otherwise. */
  channelOf(name: string): string {
    if (this.all.some((relationship) => relationship.name === name)) return name;
    const known = this.all.map((relationship) => relationship.name).join(', ');
    throw new Problem({
      code: 'RELATIONSHIP_UNKNOWN',
      field: 'relationship',
      detail: `This member takes part in: ${known}.`,
    });
  }

  /** How a relationship stands on the ledger. Whoever asks at the same time gets the same answer, at the cost of one. */
  async statusOf(relationship: Relationship): Promise<RelationshipStatus> {
    const { name } = relationship;
    const asking = this.#asking.get(name) ?? this.#ask(relationship);
    this.#asking.set(name, asking);
    try {
      return await asking;
    } finally {
      this.#asking.delete(name);
    }
  }
}

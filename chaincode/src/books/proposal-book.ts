import { createHash } from 'node:crypto';
import { Refusal } from '../model/refusal.js';
import type { ProposalRow, Proposer } from '../model/rows/proposal-row.js';
import type { Books } from './books.js';
import { canonicalJson } from './canonical-json.js';

export interface NewProposal<Change extends object> {
  readonly id: string;
  readonly change: Change;
  readonly reason: string;
  readonly by: Proposer;
}

/** Names a proposal together with what the other member has understood it to say. */
export interface Confirmation {
  readonly id: string;
  readonly contentHash: string;
  readonly by: Proposer;
}

/** What tells one change from another. */
export function contentHashOf(change: object): string {
  return createHash('sha256').update(canonicalJson(change)).digest('hex');
}

/**
 * The rule of two people for everything that moves rules or corrects money: one member proposes, the other confirms
 * exactly what was proposed, and only the member that proposed may withdraw.
 *
 * Nothing takes effect here; that is for the contract whose changes they are.
 */
export class ProposalBook<Change extends object> {
  readonly #books: Books;
  readonly #prefix: string;

  /** @param prefix of the keys, for example `proposal/` */
  constructor(books: Books, prefix: string) {
    this.#books = books;
    this.#prefix = prefix;
  }

  find(id: string): Promise<ProposalRow<Change> | undefined> {
    return this.#books.work.read<ProposalRow<Change>>(this.#key(id));
  }

  /** The proposal, or a Refusal `PROPOSAL_NOT_FOUND`. */
  async get(id: string): Promise<ProposalRow<Change>> {
    const found = await this.find(id);
    if (found !== undefined) return found;
    throw new Refusal({
      code: 'PROPOSAL_NOT_FOUND',
      field: 'id',
      message: `There is no proposal ${id}.`,
    });
  }

  /** @throws Refusal `PROPOSAL_EXISTS` */
  async propose({ id, change, reason, by }: NewProposal<Change>): Promise<ProposalRow<Change>> {
    const before = await this.find(id);
    if (before !== undefined) {
      throw new Refusal({
        code: 'PROPOSAL_EXISTS',
        field: 'id',
        message: `Proposal ${id} is there already and is ${before.state}; choose another id.`,
      });
    }
    const { dayIfAny } = this.#books;
    return this.#write({
      id,
      change,
      reason,
      contentHash: contentHashOf(change),
      proposedBy: by,
      ...(dayIfAny !== undefined && { proposedOn: dayIfAny.businessDate }),
      state: 'proposed',
    });
  }

  /**
   * Marks a proposal as confirmed by the other member, and hands it back to be carried out.
   *
   * @throws Refusal `PROPOSAL_NOT_FOUND`, `PROPOSAL_ANSWERED`, `PROPOSAL_OWN` or `PROPOSAL_CONTENT_DIFFERS`
   */
  async confirm({ id, contentHash, by }: Confirmation): Promise<ProposalRow<Change>> {
    const open = await this.#open(id);
    if (open.proposedBy.side === by.side) {
      throw new Refusal({
        code: 'PROPOSAL_OWN',
        message: `The ${by.side} has proposed ${id} itself, so the other member must confirm it.`,
      });
    }
    if (open.contentHash !== contentHash) {
      throw new Refusal({
        code: 'PROPOSAL_CONTENT_DIFFERS',
        field: 'contentHash',
        message: `Proposal ${id} has the content hash ${open.contentHash}; read it again before confirming.`,
      });
    }
    return this.#answer(open, 'confirmed', by);
  }

  /** @throws Refusal `PROPOSAL_NOT_FOUND`, `PROPOSAL_ANSWERED` or `PROPOSAL_OWN` */
  async withdraw({ id, by }: Omit<Confirmation, 'contentHash'>): Promise<ProposalRow<Change>> {
    const open = await this.#open(id);
    if (open.proposedBy.side !== by.side) {
      throw new Refusal({
        code: 'PROPOSAL_OWN',
        message: `Proposal ${id} is the ${open.proposedBy.side}’s, and is withdrawn by nobody else; leave it unconfirmed.`,
      });
    }
    return this.#answer(open, 'withdrawn', by);
  }

  async #open(id: string): Promise<ProposalRow<Change>> {
    const found = await this.get(id);
    if (found.state === 'proposed') return found;
    throw new Refusal({
      code: 'PROPOSAL_ANSWERED',
      field: 'id',
      message: `Proposal ${id} is ${found.state} already, in transaction ${found.answeredIn}.`,
    });
  }

  #answer(
    open: ProposalRow<Change>,
    state: 'confirmed' | 'withdrawn',
    answeredBy: Proposer,
  ): ProposalRow<Change> {
    return this.#write({ ...open, state, answeredBy, answeredIn: this.#books.state.getTxID() });
  }

  #write(row: ProposalRow<Change>): ProposalRow<Change> {
    this.#books.work.write(this.#key(row.id), row);
    return row;
  }

  #key(id: string): string {
    return `${this.#prefix}${id}`;
  }
}

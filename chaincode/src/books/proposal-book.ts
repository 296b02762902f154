import { Refusal } from '../model/refusal.js';
import type { Member, ProposalRow } from '../model/rows/proposal-row.js';
import type { BusinessDate } from '../rules/business-date.js';
import { contentHash } from './content-hash.js';
import type { UnitOfWork } from './unit-of-work.js';

export type { Member, ProposalRow } from '../model/rows/proposal-row.js';

export interface NewProposal<Change extends object> {
  readonly id: string;
  readonly change: Change;
  readonly reason: string;
  readonly by: Member;
  readonly businessDate: BusinessDate | undefined;
}

/** Names a proposal together with what the member has understood it to say. */
export interface ProposalReply {
  readonly id: string;
  readonly contentHash: string;
  readonly by: Member;
}

/**
 * The rule of two people for everything that moves rules or corrects money: one member proposes, the other confirms
 * exactly what was proposed, and only the member that proposed may withdraw.
 *
 * Nothing takes effect here; that is for the contract whose changes they are.
 */
export class ProposalBook<Change extends object> {
  readonly #work: UnitOfWork;
  readonly #prefix: string;

  /** @param prefix of the keys, for example `proposal/` */
  constructor(work: UnitOfWork, prefix: string) {
    this.#work = work;
    this.#prefix = prefix;
  }

  find(id: string): Promise<ProposalRow<Change> | undefined> {
    return this.#work.read<ProposalRow<Change>>(this.#key(id));
  }

  /** The proposal, or a Refusal `PROPOSAL_NOT_FOUND`. */
  async get(id: string): Promise<ProposalRow<Change>> {
    const found = await this.find(id);
    if (found !== undefined) return found;
    throw new Refusal({ code: 'PROPOSAL_NOT_FOUND', field: 'id', message: `There is no proposal ${id}.` });
  }

  /** @throws Refusal `PROPOSAL_EXISTS` */
  async propose(proposal: NewProposal<Change>): Promise<ProposalRow<Change>> {
    const { id, change, reason, by, businessDate } = proposal;
    const before = await this.find(id);
    if (before !== undefined) {
      throw new Refusal({
        code: 'PROPOSAL_EXISTS',
        field: 'id',
        message: `Proposal ${id} is there already and is ${before.state}; choose another id.`,
      });
    }
    return this.#write(id, {
      change,
      reason,
      contentHash: contentHash(change),
      proposedBy: by,
      proposedIn: this.#work.state.getTxID(),
      ...(businessDate !== undefined && { businessDate }),
      state: 'proposed',
    });
  }

  /**
   * Marks a proposal as confirmed by the other member, and hands it back to be carried out.
   *
   * @throws Refusal `PROPOSAL_NOT_FOUND`, `PROPOSAL_ANSWERED`, `PROPOSAL_OWN` or `PROPOSAL_CONTENT_DIFFERS`
   */
  async confirm(reply: ProposalReply): Promise<ProposalRow<Change>> {
    const { id, by } = reply;
    const open = await this.#open(id);
    if (open.proposedBy.side === by.side) {
      throw new Refusal({
        code: 'PROPOSAL_OWN',
        message: `The ${by.side} has proposed ${id} itself, so the other member must confirm it.`,
      });
    }
    return this.#answer(open, 'confirmed', reply);
  }

  /** @throws Refusal as {@link confirm} does */
  async withdraw(reply: ProposalReply): Promise<ProposalRow<Change>> {
    const { id, by } = reply;
    const open = await this.#open(id);
    if (open.proposedBy.side !== by.side) {
      throw new Refusal({
        code: 'PROPOSAL_OWN',
        message: `Proposal ${id} is the ${open.proposedBy.side}’s, and nobody else withdraws it; leave it unconfirmed.`,
      });
    }
    return this.#answer(open, 'withdrawn', reply);
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
    { id, contentHash, by }: ProposalReply,
  ): ProposalRow<Change> {
    if (open.contentHash !== contentHash) {
      throw new Refusal({
        code: 'PROPOSAL_CONTENT_DIFFERS',
        field: 'contentHash',
        message: `Proposal ${id} has the content hash ${open.contentHash}; read it again before you answer it.`,
      });
    }
    return this.#write(id, { ...open, state, answeredBy: by, answeredIn: this.#work.state.getTxID() });
  }

  #write(id: string, row: ProposalRow<Change>): ProposalRow<Change> {
    this.#work.write(this.#key(id), row);
    return row;
  }

  #key(id: string): string {
    return `${this.#prefix}${id}`;
  }
}

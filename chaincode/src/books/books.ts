import { Refusal } from '../model/refusal.js';
import type { DayParameters, DayRow, RelationshipRow } from '../model/rows/day-row.js';
import { type CustodyFolios, custodyFolios } from './custody-rows.js';
import { HoldsBook } from './holds-book.js';
import { InstructionBook } from './instruction-book.js';
import { Journal, type VoucherHead, voucherKey } from './journal.js';
import type { LedgerState } from './state.js';
import { UnitOfWork } from './unit-of-work.js';

export const DAY_KEY = 'day';
const VOUCHER_EVENT = 'Voucher';

export interface BooksOptions {
  readonly state: LedgerState;
  readonly relationship: RelationshipRow;
  readonly day: DayRow | undefined;
  readonly head: Omit<VoucherHead, 'businessDate'>;
}

/** All books of a relationship as one transaction works on them. */
export class Books {
  readonly state: LedgerState;
  readonly relationship: RelationshipRow;
  readonly work: UnitOfWork;
  readonly instructions: InstructionBook;
  readonly journal: Journal;
  readonly #day: DayRow | undefined;
  #custody: CustodyFolios | undefined;
  #holds: HoldsBook | undefined;

  constructor({ state, relationship, day, head }: BooksOptions) {
    this.state = state;
    this.relationship = relationship;
    this.work = new UnitOfWork(state);
    this.instructions = new InstructionBook(this.work);
    this.journal = new Journal(this.work, {
      ...head,
      ...(day !== undefined && { businessDate: day.businessDate }),
    });
    this.#day = day;
  }

  /** The day that is on the ledger, or undefined before the first. */
  get dayIfAny(): DayRow | undefined {
    return this.#day;
  }

  /** The business day; a Refusal `NOT_SIGNED_IN` before the first. */
  get day(): DayRow {
    if (this.#day !== undefined) return this.#day;
    throw new Refusal({
      code: 'NOT_SIGNED_IN',
      message: 'No business day has been opened yet: bank and broker must sign in.',
    });
  }

  get parameters(): DayParameters {
    return this.day.parameters;
  }

  /** The custody book, signed by bank and broker. */
  get custody(): CustodyFolios {
    this.#custody ??= custodyFolios(this.work, this.parameters.folioSize);
    return this.#custody;
  }

  /** The holds book, signed by the broker alone. */
  get holds(): HoldsBook {
    const { folioSize } = this.parameters;
    this.#holds ??= new HoldsBook(this.work, { folioSize, date: this.day.businessDate });
    return this.#holds;
  }

  /**
   * Writes what has changed with the voucher in a private collection, for transactions that one side endorses
   * alone: a public voucher would need the other's signature.
   *
   * Repetitions and refusals leave one as well. Fabric holds a transaction that writes nothing to the chaincode's own
   * policy, so without it the side could not commit them alone.
   */
  async closePrivately(collection: string): Promise<void> {
    const transactionId = this.state.getTxID();
    if (!this.work.hasChanges) {
      this.journal.note({ instruction: transactionId, kind: 'nothing-changed', subject: collection });
    }
    this.work.writePrivate(collection, voucherKey(transactionId), this.journal.close(transactionId));
    await this.work.flush();
  }

  /** Writes everything that has changed and the voucher that says what; the event tells listeners where it is. */
  async close(): Promise<void> {
    if (!this.work.hasChanges) return;
    const transactionId = this.state.getTxID();
    const voucher = this.journal.close(transactionId);
    this.work.write(voucherKey(transactionId), voucher);
    await this.work.flush();
    this.state.setEvent(
      VOUCHER_EVENT,
      Buffer.from(JSON.stringify({ voucher: voucherKey(transactionId), entries: voucher.entries.length })),
    );
  }
}

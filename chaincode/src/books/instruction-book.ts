import type { InstructionPage, StoredInstruction, StoredTransfer } from '../model/rows/instruction-page.js';
import type { InstructionRecord, Outcome, TransferRecord } from '../model/rows/instruction-row.js';
import type { Side } from '../rules/transfer-state.js';
import { BrokenBook } from './broken-book.js';
import { contentHash } from './content-hash.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Whose instruction it is, and under which serial. */
export interface InstructionName {
  readonly side: Side;
  readonly serial: string;
}

/** One transfer and the name it was begun under. */
export interface NamedTransfer {
  readonly name: InstructionName;
  readonly record: InstructionRecord;
  readonly transfer: TransferRecord;
}

export const instructionText = ({ side, serial }: InstructionName): string => `${side}/${serial}`;

const CONTENT_DIGITS = 32;

/** What tells an instruction from another under the same serial. */
export function contentOf(instruction: object): string {
  return contentHash(instruction).slice(0, CONTENT_DIGITS);
}

/** The content of an instruction on the books, which a transfer has in its own fields. */
export function recordedContent(
  serial: string,
  { content, transfer }: InstructionRecord,
): string | undefined {
  if (content !== undefined || transfer === undefined) return content;
  const { direction, accountNumber, bankAccountRef, amountFen, channel, initiatedAt } = transfer;
  return contentOf({ serial, direction, accountNumber, bankAccountRef, amountFen, channel, initiatedAt });
}

/**
 * Everything that either side ever asked, by side and serial.
 *
 * Serials that differ in their last character alone share a key: a side that numbers its instructions in sequence, as
 * gateways and core systems do, then needs one state operation for ten of them, or for 36 to that base, and each
 * serial still has exactly one place where it can be found.
 */
export class InstructionBook {
  readonly #work: UnitOfWork;

  constructor(work: UnitOfWork) {
    this.#work = work;
  }

  async find(name: InstructionName): Promise<InstructionRecord | undefined> {
    const { transactions, instructions } = await this.#page(name);
    const stored = Object.hasOwn(instructions, name.serial) ? instructions[name.serial] : undefined;
    return stored && unpack(stored, transactions);
  }

  async put(name: InstructionName, record: InstructionRecord): Promise<void> {
    const page = await this.#page(name);
    const { transactionId } = record;
    const transactions = page.transactions.includes(transactionId)
      ? page.transactions
      : [...page.transactions, transactionId];
    const stored = pack(record, transactions.indexOf(transactionId));
    const instructions = { ...page.instructions, [name.serial]: stored };
    this.#work.write(pageKey(name), { transactions, instructions } satisfies InstructionPage);
  }

  async findTransfer(name: InstructionName): Promise<NamedTransfer | undefined> {
    const record = await this.find(name);
    return record?.transfer && { name, record, transfer: record.transfer };
  }

  /** Puts a transfer that was found with what has changed of it. */
  putTransfer({ name, record }: NamedTransfer, transfer: TransferRecord): Promise<void> {
    return this.put(name, { ...record, transfer });
  }

  async #page(name: InstructionName): Promise<InstructionPage> {
    return (await this.#work.read<InstructionPage>(pageKey(name))) ?? { transactions: [], instructions: {} };
  }
}

function pack(
  { kind, content, outcome, transfer }: InstructionRecord,
  transaction: number,
): StoredInstruction {
  return {
    in: transaction,
    kind,
    content,
    ...packOutcome(outcome),
    ...(transfer && { transfer: packTransfer(transfer) }),
  };
}

function packOutcome(outcome: Outcome): Pick<StoredInstruction, 'done' | 'refused'> {
  if (outcome.status === 'done') return { done: outcome.facts };
  const { status, ...refused } = outcome;
  return { refused };
}

function packTransfer(transfer: TransferRecord): StoredTransfer {
  const {
    direction,
    accountNumber,
    bankAccountRef,
    amountFen,
    channel,
    initiatedAt,
    businessDate,
    state,
    ...remarks
  } = transfer;
  const usual = [
    direction,
    accountNumber,
    bankAccountRef,
    amountFen,
    channel,
    initiatedAt,
    businessDate,
    state,
  ] as const;
  return Object.keys(remarks).length === 0 ? usual : [...usual, remarks];
}

function unpack(
  { in: transaction, kind, content, done, refused, transfer }: StoredInstruction,
  transactions: readonly string[],
): InstructionRecord {
  const transactionId = transactions[transaction];
  const outcome = unpackOutcome(done, refused);
  if (transactionId === undefined || outcome === undefined) {
    throw new BrokenBook(`An instruction ${kind} has no transaction or no outcome.`);
  }
  return { kind, content, transactionId, outcome, ...(transfer && { transfer: unpackTransfer(transfer) }) };
}

function unpackOutcome(
  done: StoredInstruction['done'],
  refused: StoredInstruction['refused'],
): Outcome | undefined {
  if (done !== undefined) return { status: 'done', facts: done };
  return refused && { status: 'refused', ...refused };
}

function unpackTransfer(stored: StoredTransfer): TransferRecord {
  const [
    direction,
    accountNumber,
    bankAccountRef,
    amountFen,
    channel,
    initiatedAt,
    businessDate,
    state,
    remarks,
  ] = stored;
  return {
    direction,
    accountNumber,
    bankAccountRef,
    amountFen,
    channel,
    initiatedAt,
    businessDate,
    state,
    ...remarks,
  };
}

function pageKey({ side, serial }: InstructionName): string {
  return `instruction/${side}/${serial.slice(0, -1)}`;
}

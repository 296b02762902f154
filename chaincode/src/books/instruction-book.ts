import { createHash } from 'node:crypto';
import type { InstructionPage, InstructionRecord, TransferRecord } from '../model/rows/instruction-row.js';
import type { Side } from '../rules/transfer-state.js';
import { canonicalJson } from './canonical-json.js';
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
  return createHash('sha256').update(canonicalJson(instruction)).digest('hex').slice(0, CONTENT_DIGITS);
}

/**
 * Everything that either side ever asked, by side and serial.
 *
 * Ten serials that differ in their last character alone share a key: a side that numbers its instructions in
 * sequence, as gateways and core systems do, then needs one state operation for ten of them, and each serial still
 * has exactly one place where it can be found.
 */
export class InstructionBook {
  readonly #work: UnitOfWork;

  constructor(work: UnitOfWork) {
    this.#work = work;
  }

  async find(name: InstructionName): Promise<InstructionRecord | undefined> {
    const page = await this.#work.read<InstructionPage>(pageKey(name));
    return page !== undefined && Object.hasOwn(page, name.serial) ? page[name.serial] : undefined;
  }

  async put(name: InstructionName, record: InstructionRecord): Promise<void> {
    const key = pageKey(name);
    const page = await this.#work.read<InstructionPage>(key);
    this.#work.write(key, { ...page, [name.serial]: record });
  }

  async findTransfer(name: InstructionName): Promise<NamedTransfer | undefined> {
    const record = await this.find(name);
    return record?.transfer && { name, record, transfer: record.transfer };
  }

  /** Puts a transfer that was found with what has changed of it. */
  putTransfer({ name, record }: NamedTransfer, transfer: TransferRecord): Promise<void> {
    return this.put(name, { ...record, transfer });
  }
}

function pageKey({ side, serial }: InstructionName): string {
  return `instruction/${side}/${serial.slice(0, -1)}`;
}

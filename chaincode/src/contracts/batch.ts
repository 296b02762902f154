import type { Books } from '../books/books.js';
import { contentOf, recordedContent } from '../books/instruction-book.js';
import { takeBatch } from '../books/lane-book.js';
import type { BatchAnswer, InstructionAnswer } from '../model/answers/batch.js';
import type { LaneBatch } from '../model/parts.js';
import { Refusal, within } from '../model/refusal.js';
import type { Facts, InstructionRecord, Outcome, TransferRecord } from '../model/rows/instruction-row.js';
import type { Side } from '../rules/transfer-state.js';

interface Instruction {
  readonly serial: string;
}

/** What carrying out an instruction comes to: what the caller is told, and the transfer that it has begun. */
export interface Done {
  readonly facts: Facts;
  readonly transfer?: TransferRecord;
}

export interface Batch<Line extends Instruction> {
  readonly books: Books;
  /** Whose serials they are. */
  readonly side: Side;
  readonly kind: string;
  readonly lane?: LaneBatch | undefined;
  readonly instructions: readonly Line[];
  readonly carryOut: (line: Line) => Promise<Done>;
  /** Whether a line that was carried out before was asked for with the same private data. */
  readonly samePrivately?: (line: Line) => Promise<boolean>;
}

/**
 * Carries out instructions one by one; each succeeds or is refused on its own, and is remembered with its outcome.
 *
 * @throws Refusal where the batch as a whole cannot be: too long, an id twice, or not the next of its lane
 */
export async function carryOutBatch<Line extends Instruction>(batch: Batch<Line>): Promise<BatchAnswer> {
  const { books, side, lane, instructions } = batch;
  refuseTooLong(books, instructions);
  refuseTwice(
    instructions.map(({ serial }) => serial),
    (index) => `instructions.${index}.serial`,
  );
  if (lane !== undefined) {
    await takeBatch(books.work, side, lane);
    books.journal.ofLane(lane);
  }
  const results: InstructionAnswer[] = [];
  for (const [index, line] of instructions.entries()) results.push(await once(batch, line, index));
  return { results };
}

async function once<Line extends Instruction>(
  batch: Batch<Line>,
  line: Line,
  index: number,
): Promise<InstructionAnswer> {
  const { books, side, kind, carryOut } = batch;
  const name = { side, serial: line.serial };
  const before = await books.instructions.find(name);
  if (before !== undefined) return again(batch, line, before, index);

  const transactionId = books.state.getTxID();
  const { outcome, transfer } = await outcomeOf(books, () => carryOut(line), index);
  await books.instructions.put(name, {
    kind,
    transactionId,
    outcome,
    ...(transfer === undefined ? { content: contentOf(line) } : { transfer }),
  });
  if (outcome.status === 'refused') {
    books.journal.note({ instruction: `${side}/${line.serial}`, kind: 'refused', subject: outcome.code });
  }
  return { serial: line.serial, ...outcome, transactionId, replayed: false };
}

async function outcomeOf(
  books: Books,
  carryOut: () => Promise<Done>,
  index: number,
): Promise<{ readonly outcome: Outcome; readonly transfer?: TransferRecord | undefined }> {
  try {
    const { facts, transfer } = await books.work.attempt(carryOut);
    return { outcome: { status: 'done', facts }, transfer };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { outcome: { status: 'refused', ...within(`instructions.${index}`, error.details) } };
  }
}

async function again<Line extends Instruction>(
  { kind, samePrivately }: Batch<Line>,
  line: Line,
  before: InstructionRecord,
  index: number,
): Promise<InstructionAnswer> {
  const { serial } = line;
  const { transactionId } = before;
  const same =
    before.kind === kind &&
    recordedContent(serial, before) === contentOf(line) &&
    (await (samePrivately?.(line) ?? true));
  if (same) return { serial, ...before.outcome, transactionId, replayed: true };
  return {
    serial,
    status: 'refused',
    code: 'IDEMPOTENCY_CONFLICT',
    field: `instructions.${index}.serial`,
    message: `Serial ${serial} was used in transaction ${transactionId} with another content; choose a new serial for a new instruction.`,
    transactionId,
    replayed: false,
  };
}

function refuseTooLong(books: Books, instructions: readonly unknown[]): void {
  const { instructionsPerBatch } = books.parameters;
  if (instructions.length <= instructionsPerBatch) return;
  throw new Refusal({
    code: 'TOO_MANY_LINES',
    field: 'instructions',
    message: `A batch has at most ${instructionsPerBatch} lines by the parameters in force, and this one has ${instructions.length}.`,
  });
}

/** Refuses a batch in which an id stands twice, since nobody could say which of the two was meant. */
export function refuseTwice(ids: readonly string[], fieldOf: (index: number) => string): void {
  const seen = new Set<string>();
  for (const [index, id] of ids.entries()) {
    if (seen.has(id)) {
      throw new Refusal({
        code: 'DUPLICATE_IN_BATCH',
        field: fieldOf(index),
        message: `${id} stands in the batch twice; each line needs an id of its own.`,
      });
    }
    seen.add(id);
  }
}

import type { z } from 'zod';
import type { Books } from '../books/books.js';
import type { InstructionName } from '../books/instruction-book.js';
import type { LaneBatch } from '../model/parts.js';
import type { Member } from '../model/rows/proposal-row.js';
import { memberOf } from './access/member.js';
import { carryOutBatch, type Done } from './batch.js';
import { type Call, type CustodyContext, transact } from './transaction.js';

interface Line {
  readonly serial: string;
}

interface BatchRequest<L extends Line> {
  readonly lane?: LaneBatch | undefined;
  readonly instructions: readonly L[];
}

/** With what one instruction of a batch is carried out. */
export interface Instructed {
  readonly books: Books;
  /** The name of the instruction. */
  readonly name: InstructionName;
  /** Who asks for it. */
  readonly by: Member;
}

/** One transaction that carries out each instruction of a batch by the same step. */
export function batchCall<L extends Line>(
  ctx: CustodyContext,
  call: Call<z.ZodType<BatchRequest<L>>>,
  carryOut: (instructed: Instructed, line: L) => Promise<Done>,
): Promise<string> {
  return transact(ctx, call, ({ request: { lane, instructions }, caller, books }) => {
    const by = memberOf(caller);
    const { side } = by;
    return carryOutBatch({
      books,
      side,
      kind: call.name,
      lane,
      instructions,
      carryOut: (line) => carryOut({ books, name: { side, serial: line.serial }, by }, line),
    });
  });
}

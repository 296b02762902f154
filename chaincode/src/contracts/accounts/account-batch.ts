import type { z } from 'zod';
import { AccountFiles } from '../../books/account-files.js';
import type { Books } from '../../books/books.js';
import { assertBusinessTime, assertDay } from '../../books/business-time.js';
import { Clients } from '../../books/clients.js';
import { Identities } from '../../books/identity/identities.js';
import { Persons } from '../../books/identity/persons.js';
import { type InstructionName, instructionText } from '../../books/instruction-book.js';
import type { LaneBatch } from '../../model/parts.js';
import type { AccountLine } from '../../model/requests/accounts.js';
import { sideOf } from '../access/caller.js';
import type { FunctionName } from '../access/matrix.js';
import { carryOutBatch, type Done } from '../batch.js';
import { type CustodyContext, transact } from '../transaction.js';
import { PrivatePart } from './private-part.js';

/** The books that an instruction on an account works on, and whose instruction it is. */
export interface AccountWork {
  readonly books: Books;
  readonly files: AccountFiles;
  readonly clients: Clients;
  readonly identities: Identities;
  readonly persons: Persons;
  readonly by: InstructionName;
}

interface BatchRequest<Line> {
  readonly lane?: LaneBatch | undefined;
  readonly instructions: readonly Line[];
}

interface BatchCall<Line> {
  readonly name: FunctionName;
  readonly schema: z.ZodType<BatchRequest<Line>>;
  readonly text: string;
}

/** One step of an account's life for which personal data comes in the transient map. */
export interface PrivateStep<Line, Personal> {
  readonly personal: (books: Books, line: Line) => Promise<z.ZodType<Personal>>;
  readonly carryOut: (work: AccountWork, line: Line, personal: Personal) => Promise<Done>;
}

/** Runs one step of an account's life over the instructions of a batch, while the day is open. */
export function accountBatch<Line extends AccountLine>(
  ctx: CustodyContext,
  call: BatchCall<Line>,
  carryOut: (work: AccountWork, line: Line) => Promise<Done>,
): Promise<string> {
  return transact(ctx, call, ({ request, caller, books }) => {
    const workOf = worksOn(books);
    const side = sideOf(caller);
    return carryOutBatch({
      books,
      side,
      kind: call.name,
      ...request,
      carryOut: async (line) => {
        assertOpen(books, line);
        return carryOut(workOf({ side, serial: line.serial }), line);
      },
    });
  });
}

/** The same where personal data comes along. What came is remembered privately, to know a repetition by. */
export function privateAccountBatch<Line extends AccountLine, Personal>(
  ctx: CustodyContext,
  call: BatchCall<Line>,
  step: PrivateStep<Line, Personal>,
): Promise<string> {
  return transact(ctx, call, ({ request, caller, books }) => {
    const privately = PrivatePart.read(books.state, request.instructions);
    const workOf = worksOn(books);
    const side = sideOf(caller);
    return carryOutBatch({
      books,
      side,
      kind: call.name,
      ...request,
      carryOut: async (line) => {
        const personal = privately.of(line.accountNumber, await step.personal(books, line));
        assertOpen(books, line);
        const work = workOf({ side, serial: line.serial });
        const done = await step.carryOut(work, line, personal);
        await remember(work, line, privately);
        return done;
      },
      samePrivately: (line) => isSame(workOf({ side, serial: line.serial }), line, privately),
    });
  });
}

function worksOn(books: Books): (by: InstructionName) => AccountWork {
  const files = new AccountFiles(books.work);
  const clients = new Clients(books.work);
  const identities = new Identities(books.work);
  const persons = new Persons(books.work);
  return (by) => ({ books, files, clients, identities, persons, by });
}

function assertOpen(books: Books, { initiatedAt }: AccountLine): void {
  assertDay(books, 'open');
  assertBusinessTime(books, initiatedAt);
}

async function remember(
  { identities, by }: AccountWork,
  { accountNumber }: AccountLine,
  privately: PrivatePart,
): Promise<void> {
  const row = await identities.get(accountNumber);
  const content = privately.contentOf(accountNumber);
  if (content === undefined) return;
  identities.put(accountNumber, { ...row, asked: { ...row.asked, [instructionText(by)]: content } });
}

/** Of what was refused, or has been purged since, nothing is remembered that could differ. */
async function isSame(
  { identities, by }: AccountWork,
  { accountNumber }: AccountLine,
  privately: PrivatePart,
): Promise<boolean> {
  const before = (await identities.find(accountNumber))?.asked[instructionText(by)];
  return before === undefined || before === privately.contentOf(accountNumber);
}

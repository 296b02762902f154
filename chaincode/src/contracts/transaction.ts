import type { z } from 'zod';
import { Books, DAY_KEY } from '../books/books.js';
import { BrokenBook } from '../books/broken-book.js';
import { canonicalJson } from '../books/canonical-json.js';
import { agreedRelationship } from '../books/relationship-book.js';
import { type LedgerState, readState } from '../books/state.js';
import { parseJson } from '../model/parse.js';
import type { DayRow } from '../model/rows/day-row.js';
import { type Caller, callerOf, type Identity } from './access/caller.js';
import type { FunctionName } from './access/matrix.js';

/** What the contracts use of the context that Fabric calls them with. */
export interface CustodyContext {
  readonly stub: LedgerState;
  readonly clientIdentity: Identity;
}

export interface Call<Schema extends z.ZodType> {
  readonly name: FunctionName;
  readonly schema: Schema;
  /** The one argument, a JSON text. */
  readonly text: string;
}

/** What a contract function decides with. */
export interface Session<Request> {
  readonly request: Request;
  readonly caller: Caller;
  readonly books: Books;
}

/**
 * One transaction, in the order that every function keeps: who may, what was asked, what the books say, what the
 * rules answer. The books are written once at the end, with one voucher, or not at all.
 */
export async function transact<Schema extends z.ZodType>(
  ctx: CustodyContext,
  call: Call<Schema>,
  act: (session: Session<z.output<Schema>>) => Promise<object>,
): Promise<string> {
  const session = await begin(ctx, call);
  const answer = await act(session);
  await session.books.close();
  return canonicalJson(answer);
}

/**
 * One transaction that one side endorses alone: it may write keys with that side's own policy and its private
 * collections, and its voucher goes into one of them.
 */
export async function transactAlone<Schema extends z.ZodType>(
  ctx: CustodyContext,
  call: Call<Schema> & { readonly collection: string | ((caller: Caller) => string) },
  act: (session: Session<z.output<Schema>>) => Promise<object>,
): Promise<string> {
  const session = await begin(ctx, call);
  const answer = await act(session);
  const { collection } = call;
  await session.books.closePrivately(
    typeof collection === 'string' ? collection : collection(session.caller),
  );
  return canonicalJson(answer);
}

/** A question. It changes nothing, and is a defect where it tries to. */
export async function ask<Schema extends z.ZodType>(
  ctx: CustodyContext,
  call: Call<Schema>,
  act: (session: Session<z.output<Schema>>) => Promise<object>,
): Promise<string> {
  const session = await begin(ctx, call);
  const answer = await act(session);
  if (session.books.work.hasChanges) throw new BrokenBook(`${call.name} must not change the books.`);
  return canonicalJson(answer);
}

async function begin<Schema extends z.ZodType>(
  { stub, clientIdentity }: CustodyContext,
  { name, schema, text }: Call<Schema>,
): Promise<Session<z.output<Schema>>> {
  const day = await readState<DayRow>(stub, DAY_KEY);
  const relationship = day?.relationship ?? (await agreedRelationship(stub));
  const caller = callerOf(clientIdentity, relationship, name);
  const request = parseJson(schema, text);
  const { mspId, user } = caller;
  const books = new Books({ state: stub, relationship, day, head: { function: name, by: { mspId, user } } });
  return { request, caller, books };
}

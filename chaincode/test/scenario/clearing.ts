import { totalsOfPostings } from '../../src/books/clearing-totals.js';
import type { ClearingPosting } from '../../src/model/requests/clearing.js';
import type { ControlTotalsRow } from '../../src/model/rows/clearing-row.js';
import { fen } from '../../src/rules/money.js';
import type { TestChannel } from '../ledger/test-channel.js';
import { countAll, signOutBoth, startClearing } from './day.js';
import { BANK, BROKER } from './members.js';

/** What clearing does to an account, in fen. */
export function posting(
  accountNumber: string,
  settlementFen: number,
  { fees = 0, tax = 0, interest = 0 }: Partial<Record<'fees' | 'tax' | 'interest', number>> = {},
): ClearingPosting {
  return [accountNumber, fen(settlementFen), fen(fees), fen(tax), fen(interest)];
}

/** Ends the transfers of an open day and brings it to clearing. */
export async function toClearing(channel: TestChannel): Promise<void> {
  await signOutBoth(channel);
  await countAll(channel);
  await startClearing(channel);
}

export async function proposeTotals(
  channel: TestChannel,
  chunks: readonly object[],
): Promise<ControlTotalsRow> {
  const call = { function: 'ClearingContract:ProposeTotals', request: { chunks }, caller: BROKER.clearing };
  return (await channel.submit<ControlTotalsRow>(call)).answer;
}

export async function confirmTotals(channel: TestChannel, contentHash: string): Promise<ControlTotalsRow> {
  const call = {
    function: 'ClearingContract:ConfirmTotals',
    request: { contentHash },
    caller: BANK.operator,
  };
  return (await channel.submit<ControlTotalsRow>(call)).answer;
}

/** Control totals of these chunks, which both sides have signed. */
export async function agreeTotals(
  channel: TestChannel,
  ...chunks: readonly (readonly ClearingPosting[])[]
): Promise<void> {
  const { contentHash } = await proposeTotals(channel, chunks.map(totalsOfPostings));
  await confirmTotals(channel, contentHash);
}

export function postChunk(channel: TestChannel, chunk: number, postings: readonly ClearingPosting[]) {
  return channel.submit({
    function: 'ClearingContract:PostChunk',
    request: { chunk, postings },
    caller: BROKER.clearing,
  });
}

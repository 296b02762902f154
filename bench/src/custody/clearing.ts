import { contentHash, totalsOfPostings } from '@sanfang/chaincode/clearing';
import type { ClearingPosting } from '@sanfang/chaincode/model/requests/clearing';
import { fen, ZERO_FEN } from '@sanfang/chaincode/rules/money';
import type { CustodyCaller } from '@sanfang/consortium';
import type { Members, OpenedAccount } from './population.js';

export const CHUNK = 4_096;

export interface ClearingLoad {
  readonly members: Members;
  /** The broker's clearing clerk. */
  readonly clearing: CustodyCaller;
  readonly accounts: readonly OpenedAccount[];
  /** Chunks that are posted, over and over the same accounts. */
  readonly chunks: number;
}

/**
 * End-of-day postings: the day is taken to its clearing, both sides sign the control totals of every chunk, and
 * only the posting of the chunks is timed. Chunks over different accounts are posted side by side.
 */
export async function measureClearing(load: ClearingLoad): Promise<{ readonly perSecond: number }> {
  await enterClearing(load);
  const shares = Array.from({ length: Math.floor(load.accounts.length / CHUNK) }, (_, share) =>
    load.accounts.slice(share * CHUNK, (share + 1) * CHUNK),
  );
  const chunks = Array.from({ length: load.chunks }, (_, chunk) =>
    postingsOf(shares[chunk % shares.length] ?? [], Math.floor(chunk / shares.length)),
  );
  await signTotals(load, chunks);
  const startedAt = performance.now();
  await Promise.all(
    shares.map(async (_, share) => {
      for (let chunk = share; chunk < chunks.length; chunk += shares.length) {
        await load.clearing.submit('ClearingContract:PostChunk', { chunk, postings: chunks[chunk] });
      }
    }),
  );
  const elapsedMs = performance.now() - startedAt;
  return { perSecond: (chunks.length * CHUNK * 1_000) / elapsedMs };
}

async function enterClearing({ members: { bank, broker }, clearing }: ClearingLoad): Promise<void> {
  for (const member of [bank, broker]) await member.submit('DayContract:SignOut', {});
  let after: number | null = null;
  for (let end = false; !end; ) {
    const step: { end: boolean; through: number | null } = await clearing.submit('DayContract:CountFolios', {
      after,
      limit: 100,
    });
    ({ end, through: after } = step);
  }
  await clearing.submit('DayContract:StartClearing', {});
}

async function signTotals(
  { members, clearing }: ClearingLoad,
  chunks: readonly (readonly ClearingPosting[])[],
): Promise<void> {
  const totals = chunks.map((postings) => totalsOfPostings(postings));
  await clearing.submit('ClearingContract:ProposeTotals', { chunks: totals });
  await members.bank.submit('ClearingContract:ConfirmTotals', { contentHash: contentHash(totals) });
}

/** Every account sells one day and buys the next, and pays its fees and tax. */
function postingsOf(accounts: readonly OpenedAccount[], day: number): ClearingPosting[] {
  if (accounts.length !== CHUNK) throw new Error(`A chunk needs ${CHUNK} accounts.`);
  const settlementFen = fen(day % 2 === 0 ? 5_000 : -3_000);
  return accounts.map(({ accountNumber }) => [accountNumber, settlementFen, fen(500), fen(25), ZERO_FEN]);
}

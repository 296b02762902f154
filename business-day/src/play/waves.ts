import type { Side, TransferRow } from '../input/rows.js';

/** What both sides begin, one after the other: a batch each, and no account in both. */
export type Wave = Readonly<Record<Side, readonly TransferRow[]>>;

/**
 * Cuts the transfers of a relationship into waves. An account's transfers keep their order: no account is in both
 * batches of a wave, and what follows a deposit that the broker begins waits for the next, since the bank has to
 * take the money first.
 */
export function wavesOf(transfers: readonly TransferRow[], largestBatch: number): Wave[] {
  const waves: Wave[] = [];
  for (let left = transfers; left.length > 0; ) {
    const { wave, later } = nextWave(left, largestBatch);
    waves.push(wave);
    left = later;
  }
  return waves;
}

function nextWave(transfers: readonly TransferRow[], largestBatch: number) {
  const wave: Record<Side, TransferRow[]> = { bank: [], broker: [] };
  const later: TransferRow[] = [];
  const sideOf = new Map<string, Side>();
  const waiting = new Set<string>();
  for (const transfer of transfers) {
    const { account_number: account, begun_by: side, direction } = transfer;
    const mine = sideOf.get(account) ?? side;
    if (waiting.has(account) || mine !== side || wave[side].length >= largestBatch) {
      // Whatever comes after it on the same account waits, too.
      waiting.add(account);
      later.push(transfer);
    } else {
      sideOf.set(account, side);
      wave[side].push(transfer);
      if (side === 'broker' && direction === 'deposit') waiting.add(account);
    }
  }
  return { wave, later };
}

import { type Account, freshSerial, TIME } from './accounts.js';
import type { Side } from './lying.js';
import { BANK_MSP, BROKER_MSP } from './network.js';
import type { Call } from './transactions.js';
import { BANK, BROKER } from './users.js';

/** An order's hold, endorsed by the broker alone. */
export function hold({ accountNumber }: Account, amountFen: number): Call {
  const line = { orderId: freshSerial(), accountNumber, amountFen, initiatedAt: TIME };
  return {
    as: BROKER.trader,
    function: 'HoldContract:Take',
    request: { holds: [line] },
    endorsers: [BROKER_MSP],
  };
}

/** What contracts that obey their side are told to do, endorsed by that side alone. */
export function steps(side: Side, ...list: readonly (readonly unknown[])[]): Call {
  const as = side === 'bank' ? BANK.gateway : BROKER.gateway;
  const endorsers = [side === 'bank' ? BANK_MSP : BROKER_MSP];
  return { as, function: 'HoldContract:Take', request: list, endorsers };
}

/** Key of the folio that has an account in a book. */
export function folioKey(book: 'custody' | 'holds', { accountNumber }: Account): string {
  return `${book}/${String(Math.floor(Number(accountNumber) / 64)).padStart(15, '0')}`;
}

/** A folio of the holds book with what the broker says of accounts, and the control totals that go with it. */
export function folioOfHolds(rows: Readonly<Record<string, Readonly<Record<string, unknown>>>>): string {
  const sum = (field: string) =>
    Object.values(rows).reduce((total, row) => total + Number(row[field] ?? 0), 0);
  const totals = {
    accounts: Object.keys(rows).length,
    heldFen: sum('heldFen'),
    payableFen: sum('payableFen'),
    receivableFen: sum('receivableFen'),
  };
  return JSON.stringify({ rows, totals });
}

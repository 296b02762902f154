import type { Books } from '../oracle/books.js';
import type { CorrectLine } from './steps.js';

interface Asked extends CorrectLine {
  /** A serial that the bank has not used. */
  readonly fresh: string;
}

/** What a correction is to change, by what there is that could be. */
export function changeOf(books: Books, what: 'undo' | 'book' | 'deduct', asked: Asked): object {
  return { undo, book, deduct }[what](books, asked);
}

function undo(books: Books, { which, amountFen }: Asked): object {
  const posted = [...books.transfers.values()].filter(({ state }) => state === 'posted');
  const { side = 'bank', serial = 'never-begun', amount = amountFen } = pick(posted, which) ?? {};
  const part = which % 3 === 0 ? amount : Math.min(amount, amountFen);
  return { kind: 'undo', original: { side, serial }, amountFen: part };
}

function book(books: Books, { which, amountFen, direction, fresh }: Asked): object {
  const { number, ref } = pick([...books.accounts.values()], which) ?? {};
  const taken = pick(
    [...books.memory.keys()].filter((name) => name.startsWith('bank/')),
    which,
  );
  return {
    ...{ kind: 'book', direction, accountNumber: number, amountFen },
    bankAccountRef: ref === '' ? 'ff00ff00ff00ff00' : ref,
    bankSerial: which % 4 === 0 && taken !== undefined ? taken.slice('bank/'.length) : fresh,
    businessDate: which % 5 === 0 ? '2026-07-03' : books.date,
  };
}

function deduct(books: Books, { which, amountFen }: Asked): object {
  const orders = [...books.orders.values()].filter(
    ({ reason, standing }) => reason === 'judicial' && standing,
  );
  const { id = 'never-placed', limit = amountFen } = pick(orders, which) ?? {};
  const part = which % 2 === 0 && Number.isFinite(limit) ? limit : amountFen;
  return { kind: 'deduct', freezeId: id, amountFen: part, documentNumber: 'D-3' };
}

function pick<Value>(values: readonly Value[], which: number): Value | undefined {
  return values[which % (values.length || 1)];
}

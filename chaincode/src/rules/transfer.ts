import { addFen, type Fen, fen, subtractFen } from './money.js';

/** Bank to securities account (银转证) or back to the client's own bank account (证转银). */
export type Direction = 'deposit' | 'withdrawal';

export type Posting =
  | { readonly posted: true; readonly balanceFen: Fen }
  | { readonly posted: false; readonly reason: 'INSUFFICIENT_BALANCE' | 'BALANCE_OUT_OF_RANGE' };

const LARGEST_BALANCE_FEN = fen(Number.MAX_SAFE_INTEGER);

/** What a transfer of `amountFen`, which is positive, makes of a balance: the new one, or why it cannot be. */
export function postTransfer(balanceFen: Fen, direction: Direction, amountFen: Fen): Posting {
  if (direction === 'withdrawal') {
    if (amountFen > balanceFen) return { posted: false, reason: 'INSUFFICIENT_BALANCE' };
    return { posted: true, balanceFen: subtractFen(balanceFen, amountFen) };
  }
  if (amountFen > subtractFen(LARGEST_BALANCE_FEN, balanceFen)) {
    return { posted: false, reason: 'BALANCE_OUT_OF_RANGE' };
  }
  return { posted: true, balanceFen: addFen(balanceFen, amountFen) };
}

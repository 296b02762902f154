/** Bank to securities account (银转证) or back to the client's own bank account (证转银). */
export type Direction = 'deposit' | 'withdrawal';
export type Side = 'bank' | 'broker';

/**
 * How a transfer stands.
 *
 * - `requested`: a deposit that the broker has begun and the bank has not taken from the client's account yet
 * - `in-transit`: a withdrawal, deducted here and not paid by the bank yet
 * - `claimed`: a withdrawal that the bank is paying; it alone can end it now
 * - `posted`: done at both ends
 * - `refused`, `expired`, `reversed`: without effect at both ends, once the bank has undone what it did
 */
export const TRANSFER_STATES = [
  'requested',
  'in-transit',
  'claimed',
  'posted',
  'refused',
  'expired',
  'reversed',
] as const;
export type TransferState = (typeof TRANSFER_STATES)[number];

/** What happens to a transfer after it has begun. */
export type TransferMove = 'claim' | 'done' | 'refuse' | 'expire' | 'reverse';

const MOVES: Readonly<Record<TransferState, Partial<Readonly<Record<TransferMove, TransferState>>>>> = {
  requested: { done: 'posted', refuse: 'refused', expire: 'expired', reverse: 'reversed' },
  // What the bank has not claimed it has not paid, so whoever began it may still take it back.
  'in-transit': { claim: 'claimed', refuse: 'refused', expire: 'expired', reverse: 'reversed' },
  claimed: { done: 'posted', refuse: 'refused' },
  posted: { reverse: 'reversed' },
  refused: {},
  expired: {},
  reversed: {},
};

/**
 * The state that a transfer begins in: the side that pays out deducts first.
 *
 * The bank has debited the client's account before it begins a deposit, and what it begins to withdraw it pays
 * itself, so nobody has to claim that.
 */
export function firstState(direction: Direction, begunBy: Side): TransferState {
  if (direction === 'deposit') return begunBy === 'bank' ? 'posted' : 'requested';
  return begunBy === 'bank' ? 'claimed' : 'in-transit';
}

/** The state after a move, or undefined where the move is not open any more. */
export function afterMove(state: TransferState, move: TransferMove): TransferState | undefined {
  return MOVES[state][move];
}

/** Whether the transfer's end is still open, so that its account and its day cannot be closed. */
export function isPending(state: TransferState): boolean {
  return state === 'requested' || state === 'in-transit' || state === 'claimed';
}

/** Whether money has been deducted from what the client can use and has not left the balance. */
export function isInTransit(state: TransferState): boolean {
  return state === 'in-transit' || state === 'claimed';
}

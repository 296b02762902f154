import { type Captured, captured, type Freeze, frozenFen } from './freezes.js';
import type { Instant } from './instant.js';
import { addFen, type Fen, fen, subtractFen, ZERO_FEN } from './money.js';

/** What the broker alone says of an account: reserved for orders, and what today's trades will take and bring. */
export interface Holds {
  readonly heldFen: Fen;
  readonly payableFen: Fen;
  readonly receivableFen: Fen;
}

export interface CashFacts extends Holds {
  readonly balanceFen: Fen;
  /** The part of the balance that is deducted for withdrawals which the bank has not paid yet. */
  readonly inTransitFen: Fen;
}

/**
 * An account's cash, explained: `balance + receivable + shortfall = available + frozen + in transit + held + payable`.
 */
export interface CashPosition extends CashFacts {
  readonly captured: readonly Captured[];
  readonly frozenFen: Fen;
  /** What may be traded with. */
  readonly availableFen: Fen;
  /** What may leave for the client's own bank account now. */
  readonly withdrawableFen: Fen;
  /** What trades oblige to pay and the account has not: zero, but for a default or a false word of the broker. */
  readonly shortfallFen: Fen;
}

export interface CashQuestion {
  readonly balanceFen: Fen;
  readonly inTransitFen: Fen;
  /** Balance when the business day opened: settled money. */
  readonly openingFen: Fen;
  /** Deposited today. */
  readonly depositedFen: Fen;
  /** Withdrawn today, what is still in transit included. */
  readonly withdrawnFen: Fen;
  readonly freezes: readonly Freeze[];
  readonly holds: Holds;
  readonly at: Instant;
  /** Agreed by bank and broker: whether what came today may leave today. */
  readonly sameDayDepositWithdrawable: boolean;
}

/**
 * What an account's balance is made of now.
 *
 * Today's sale proceeds may be traded with and leave only once they are settled. What a sale brings pays first
 * for what is bought, so claims that the broker sets against each other take nothing out of a freeze; and
 * receivables never make anything withdrawable, since the holds are the broker's word alone.
 *
 * @throws RangeError where an amount is too large to be exact, or more is in transit than there is.
 * @source 客户交易结算资金管理办法; 法发〔2008〕4号; worked example V11
 */
export function cashPosition(question: CashQuestion): CashPosition {
  const { balanceFen, inTransitFen, holds } = question;
  const { heldFen, payableFen, receivableFen } = holds;
  const cashFen = subtractFen(balanceFen, inTransitFen);
  if (cashFen < 0 || inTransitFen < 0) {
    throw new RangeError(`An account of ${balanceFen} fen cannot have ${inTransitFen} fen in transit.`);
  }
  const obligedFen = subtractFen(addFen(heldFen, payableFen), receivableFen);
  const shares = captured(question.freezes, subtractFen(cashFen, atLeastZero(obligedFen)), question.at);
  const frozen = frozenFen(shares);
  const freeFen = subtractFen(subtractFen(cashFen, frozen), obligedFen);
  const availableFen = atLeastZero(freeFen);
  const settledFen = subtractFen(settledToday(question), frozenFen(shares, 'judicial'));
  const position: CashPosition = {
    balanceFen,
    inTransitFen,
    heldFen,
    payableFen,
    receivableFen,
    captured: shares,
    frozenFen: frozen,
    availableFen,
    withdrawableFen: atLeastZero(least(availableFen, settledFen, subtractFen(cashFen, frozen))),
    shortfallFen: subtractFen(availableFen, freeFen),
  };
  assertExplained(position);
  return position;
}

function settledToday(question: CashQuestion): Fen {
  const { openingFen, depositedFen, withdrawnFen, sameDayDepositWithdrawable } = question;
  const comeFen = sameDayDepositWithdrawable ? depositedFen : ZERO_FEN;
  return subtractFen(addFen(openingFen, comeFen), withdrawnFen);
}

function assertExplained(position: CashPosition): void {
  const { balanceFen, receivableFen, shortfallFen } = position;
  const { availableFen, inTransitFen, heldFen, payableFen } = position;
  const thereIs = [balanceFen, receivableFen, shortfallFen].reduce(addFen);
  const explained = [availableFen, position.frozenFen, inTransitFen, heldFen, payableFen].reduce(addFen);
  if (thereIs !== explained) {
    throw new RangeError(`A cash position explains ${explained} fen where there are ${thereIs}.`);
  }
}

function least(...amounts: readonly Fen[]): Fen {
  return fen(Math.min(...amounts));
}

function atLeastZero(amountFen: Fen): Fen {
  return amountFen > 0 ? amountFen : ZERO_FEN;
}

import type { BusinessDate } from '../../rules/business-date.js';
import type { DayState } from '../../rules/day-state.js';
import type { Fen } from '../../rules/money.js';

export interface DayAnswer {
  readonly businessDate: BusinessDate;
  readonly state: DayState;
  readonly signedIn: { readonly bank: boolean; readonly broker: boolean };
  /** Of the parameters in force on the day, whatever has been agreed on since. */
  readonly parametersFrom: BusinessDate;
}

/** What is in folios: how many there are, the accounts in them, and the sum of the clients' balances. */
export interface CountedAnswer {
  readonly folios: number;
  readonly accounts: number;
  readonly balanceFen: Fen;
}

/** One step of the count. */
export interface CountStepAnswer extends CountedAnswer {
  readonly businessDate: BusinessDate;
  readonly after: number | null;
  /** Folio that the step has reached, from which the next one goes on; null while the book has none. */
  readonly through: number | null;
  /** Whether it was the last folio. */
  readonly end: boolean;
}

/** How far a day's count has come. */
export interface CountAnswer extends CountedAnswer {
  readonly businessDate: BusinessDate;
  /** Whether every folio from the first to the last has been counted. */
  readonly complete: boolean;
  /** Folio that the count has reached without a gap, from which it goes on; null where it has not begun. */
  readonly through: number | null;
}

/** The day as clearing begins, with the total of all clients' money at this moment (总分核对). */
export interface ClearingStartedAnswer extends DayAnswer {
  readonly counted: CountedAnswer;
}

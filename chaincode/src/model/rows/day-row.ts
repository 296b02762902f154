import type { BusinessDate } from '../../rules/business-date.js';
import type { Day } from '../../rules/day-state.js';
import type { ParameterSet } from '../requests/governance.js';

/** Who keeps the client money of this channel together. On the ledger once both have agreed to the same. */
export interface RelationshipRow {
  readonly bankMspId: string;
  readonly brokerMspId: string;
}

/** What every transaction keeps to. Certificates, which few need and which are long, stay with the agreed set. */
export type DayParameters = Omit<ParameterSet, 'handOverRoots'>;

/** The business day, whose it is and the rules in force on it, so that one read gives a transaction all it must keep to. */
export interface DayRow extends Day {
  readonly relationship: RelationshipRow;
  readonly businessDate: BusinessDate;
  readonly parameters: DayParameters;
}

import type { DayAnswer } from '@sanfang/chaincode/model/answers/day';
import type { Clock } from '../ports/clock.js';
import type { Ledger } from '../ports/ledger.js';

/** The business day of a relationship (业务日), which both sides open and either ends. */
export class BusinessDays {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** As committed at this member's peer. */
  async find(channel: string): Promise<DayAnswer> {
    return (await this.#ledger.evaluate({ channel, name: 'DayContract:GetDay', request: {} })) as DayAnswer;
  }

  async signIn(channel: string, businessDate: string): Promise<DayAnswer> {
    const call = { channel, name: 'DayContract:SignIn', request: { businessDate } };
    return (await this.#ledger.submit(call)).answer as DayAnswer;
  }

  async signOut(channel: string): Promise<DayAnswer> {
    const call = { channel, name: 'DayContract:SignOut', request: {} };
    return (await this.#ledger.submit(call)).answer as DayAnswer;
  }
}

const MID_MORNING = '10:00:00+08:00';

/**
 * Ten in the morning of whichever business day is open: for simulated days, which have dates and no hours, and whose
 * instructions are not compared with a clock.
 */
export function businessDayClock(days: Pick<BusinessDays, 'find'>): Clock {
  return {
    now: async (channel) => `${(await days.find(channel)).businessDate}T${MID_MORNING}`,
  };
}

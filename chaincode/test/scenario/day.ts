import type { ClearingStartedAnswer, CountStepAnswer, DayAnswer } from '../../src/model/answers/day.js';
import type { ParameterSet } from '../../src/model/requests/governance.js';
import type { TestChannel } from '../ledger/test-channel.js';
import { BANK, BROKER, RELATIONSHIP } from './members.js';
import { agreeOn, parameterSet, tradingYear } from './rules.js';

export const FIRST_DAY = '2026-07-06';

export interface FirstDay {
  /** A Monday unless given otherwise. */
  readonly businessDate?: string;
  /** What differs from {@link parameterSet}. */
  readonly parameters?: Partial<ParameterSet>;
}

/** Both sides agree on the relationship, the rules and the calendar, and open the first business day. */
export async function openDay(channel: TestChannel, first: FirstDay = {}): Promise<void> {
  await agreeRelationship(channel);
  await agreeOn(channel, 'parameters-1', { kind: 'parameters', parameters: parameterSet(first.parameters) });
  await agreeOn(channel, 'calendar-2026', { kind: 'calendar', calendar: tradingYear(2026) });
  await signInBoth(channel, first.businessDate ?? FIRST_DAY);
}

export async function agreeRelationship(channel: TestChannel): Promise<void> {
  for (const caller of [BANK.gateway, BROKER.gateway]) {
    await channel.submit({ function: 'GovernanceContract:AgreeRelationship', request: RELATIONSHIP, caller });
  }
}

/** Opens a business day; instructions of later days need the channel's time only where clocks are compared. */
export async function signInBoth(channel: TestChannel, businessDate: string): Promise<void> {
  for (const caller of [BANK.gateway, BROKER.gateway]) {
    await channel.submit({ function: 'DayContract:SignIn', request: { businessDate }, caller });
  }
}

/** Ends the transfers of the day. */
export async function signOutBoth(channel: TestChannel): Promise<void> {
  for (const caller of [BANK.gateway, BROKER.gateway]) {
    await channel.submit({ function: 'DayContract:SignOut', request: {}, caller });
  }
}

/** Counts every folio, a few at a time. */
export async function countAll(channel: TestChannel, limit = 100): Promise<void> {
  let after: number | null = null;
  for (let end = false; !end; ) {
    const step: CountStepAnswer = (
      await channel.submit<CountStepAnswer>({
        function: 'DayContract:CountFolios',
        request: { after, limit },
        caller: BROKER.clearing,
      })
    ).answer;
    ({ end, through: after } = step);
  }
}

export async function startClearing(channel: TestChannel): Promise<ClearingStartedAnswer> {
  const call = { function: 'DayContract:StartClearing', request: {}, caller: BROKER.clearing };
  return (await channel.submit<ClearingStartedAnswer>(call)).answer;
}

export async function closeDay(channel: TestChannel): Promise<DayAnswer> {
  const call = { function: 'DayContract:CloseDay', request: {}, caller: BROKER.clearing };
  return (await channel.submit<DayAnswer>(call)).answer;
}

/** Takes an open day, on which nothing is pending and nothing is to be cleared, to its end, and opens the next one. */
export async function nextDay(channel: TestChannel, businessDate: string): Promise<void> {
  await signOutBoth(channel);
  await countAll(channel);
  await startClearing(channel);
  await closeDay(channel);
  await signInBoth(channel, businessDate);
}

import type { ProposalStateAnswer } from '../../src/model/answers/governance.js';
import type { ParameterSet, ProposedChange, TradingYear } from '../../src/model/requests/governance.js';
import { businessDate } from '../../src/rules/business-date.js';
import { fen } from '../../src/rules/money.js';
import type { TestChannel } from '../ledger/test-channel.js';
import { BANK, BROKER } from './members.js';

/** A parameter set that leaves room; tests that are about one of its values give that value. */
export function parameterSet(own: Partial<ParameterSet> = {}): ParameterSet {
  return {
    effectiveFrom: businessDate('2026-01-01'),
    folioSize: 64,
    instructionsPerBatch: 500,
    postingsPerBatch: 4_096,
    clockToleranceSeconds: null,
    transferTimeoutSeconds: 600,
    transferHours: {
      person: { from: '09:00:00', until: '16:00:00' },
      institution: { from: '09:00:00', until: '15:30:00' },
    },
    limits: [],
    sameDayDepositWithdrawable: true,
    auxiliaryAccounts: 4,
    fees: [],
    thresholds: { largePersonFen: fen(5_000_000), largeInstitutionFen: fen(200_000_000) },
    handOverRoots: [],
    ...own,
  };
}

/** A year in which every weekday but the first of January and a week of October is a trading day. */
export function tradingYear(year = 2026, own: Partial<TradingYear> = {}): TradingYear {
  const closed = ['01-01', '10-01', '10-02', '10-05', '10-06', '10-07'].map((day) => `${year}-${day}`);
  return { year, closedDays: closed.map(businessDate).filter(isWeekday), ...own };
}

function isWeekday(date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day !== 0 && day !== 6;
}

/** The administrator of the bank proposes a change, and the broker's confirms it. */
export async function agreeOn(channel: TestChannel, id: string, change: ProposedChange): Promise<void> {
  const { answer } = await channel.submit<ProposalStateAnswer>({
    function: 'GovernanceContract:Propose',
    request: { id, change, reason: 'Agreed between the members' },
    caller: BANK.administrator,
  });
  await channel.submit({
    function: 'GovernanceContract:Confirm',
    request: { id, contentHash: answer.contentHash },
    caller: BROKER.administrator,
  });
}

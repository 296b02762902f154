import { describe, expect, it } from 'vitest';
import { fuzzContract } from './ledger/fuzz.js';
import { custodyChannel } from './scenario/custody-channel.js';
import { openDay } from './scenario/day.js';
import { BANK, BROKER, REGULATOR, RELATIONSHIP } from './scenario/members.js';
import { parameterSet, tradingYear } from './scenario/rules.js';

const CONTENT_HASH = '0'.repeat(64);
const SECURITY = {
  code: '600000',
  board: 'sse-main',
  name: '示例股份',
  effectiveFrom: '2026-07-07',
  settlementCycle: 'T+1',
  flags: ['st'],
};
const LIMIT = { direction: 'deposit', channel: 'web', perTransferFen: 1, perDayFen: 2, perDayCount: 3 };
const PARAMETERS = {
  ...parameterSet(),
  effectiveFrom: '2026-08-03',
  limits: [LIMIT],
  fees: [{ item: 'stamp', side: 'sell', rateE8: 50_000 }],
};
const proposed = (id: string, change: object) => ({ request: { id, change, reason: 'Agreed' } });

const EXAMPLES = {
  'GovernanceContract:AgreeRelationship': [{ request: RELATIONSHIP }],
  'GovernanceContract:GetRelationship': [{ request: {} }],
  'GovernanceContract:Propose': [
    proposed('a', { kind: 'parameters', parameters: PARAMETERS }),
    proposed('b', { kind: 'calendar', calendar: tradingYear(2027) }),
    proposed('c', { kind: 'securities', securities: [SECURITY] }),
  ],
  'GovernanceContract:Confirm': [{ request: { id: 'a', contentHash: CONTENT_HASH } }],
  'GovernanceContract:Withdraw': [{ request: { id: 'b', contentHash: CONTENT_HASH } }],
  'GovernanceContract:GetProposal': [{ request: { id: 'c' } }],
  'GovernanceContract:GetParameters': [{ request: { date: '2026-07-06' } }],
  'GovernanceContract:GetCalendar': [{ request: { year: 2026 } }],
  'GovernanceContract:GetSecurity': [{ request: { code: '600000', date: '2026-07-06' } }],
  'DayContract:SignIn': [{ request: { businessDate: '2026-07-06' } }],
  'DayContract:SignOut': [{ request: {} }],
  'DayContract:CountFolios': [{ request: { after: null, limit: 10 } }],
  'DayContract:StartClearing': [{ request: {} }],
  'DayContract:CloseDay': [{ request: {} }],
  'DayContract:GetDay': [{ request: {} }],
  'DayContract:GetCount': [{ request: { businessDate: '2026-07-06' } }],
};

describe('the edge of the contracts of governance and the day', () => {
  it('answers whatever is sent with a code or a voucher', async () => {
    const channel = custodyChannel();
    await openDay(channel);
    expect(Object.keys(EXAMPLES).sort()).toEqual([...channel.functions()].sort());
    const report = await fuzzContract(channel, {
      examples: EXAMPLES,
      callers: [BANK.gateway, BANK.administrator, BROKER.clearing, BROKER.administrator, REGULATOR.auditor],
      runs: 1_500,
    });
    expect(report.committed).toBeGreaterThan(0);
    expect([...report.codes.keys()]).toEqual(expect.arrayContaining(['MALFORMED_REQUEST', 'NOT_PERMITTED']));
  });
});

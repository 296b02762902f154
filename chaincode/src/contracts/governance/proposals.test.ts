import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../test/ledger/proposal.js';
import type { TestChannel } from '../../../test/ledger/test-channel.js';
import { custodyChannel } from '../../../test/scenario/custody-channel.js';
import { agreeRelationship, openDay, signInBoth } from '../../../test/scenario/day.js';
import { BANK, BROKER, REGULATOR } from '../../../test/scenario/members.js';
import { agreeOn, parameterSet, tradingYear } from '../../../test/scenario/rules.js';
import { contentHash as contentHashOf } from '../../books/content-hash.js';
import type { ProposalAnswer, ProposalStateAnswer } from '../../model/answers/governance.js';
import type { ParameterSet, ProposedChange, Security } from '../../model/requests/governance.js';
import { businessDate } from '../../rules/business-date.js';

let channel: TestChannel;

const submit = async (name: string, request: object, caller: Caller) =>
  (await channel.submit<ProposalStateAnswer>({ function: `GovernanceContract:${name}`, request, caller }))
    .answer;
const ask = <Answer>(name: string, request: object) =>
  channel.evaluate<Answer>({ function: `GovernanceContract:${name}`, request, caller: REGULATOR.auditor });
const propose = (id: string, change: ProposedChange, caller: Caller = BANK.administrator) =>
  submit('Propose', { id, change, reason: 'Board decision 12' }, caller);
const confirm = (id: string, contentHash: string, caller: Caller = BROKER.administrator) =>
  submit('Confirm', { id, contentHash }, caller);
const withdraw = (id: string, contentHash: string, caller: Caller = BANK.administrator) =>
  submit('Withdraw', { id, contentHash }, caller);

const parameters = (effectiveFrom: string, own: Partial<ParameterSet> = {}): ProposedChange => ({
  kind: 'parameters',
  parameters: parameterSet({ effectiveFrom: businessDate(effectiveFrom), ...own }),
});
const calendar = (closedDays: readonly string[], year = 2026): ProposedChange => ({
  kind: 'calendar',
  calendar: { year, closedDays: closedDays.map(businessDate) },
});
const security = (effectiveFrom: string, own: Partial<Security> = {}): Security => ({
  code: '600000',
  board: 'sse-main',
  name: '示例股份',
  effectiveFrom: businessDate(effectiveFrom),
  settlementCycle: 'T+1',
  flags: [],
  ...own,
});
const securities = (...list: Security[]): ProposedChange => ({ kind: 'securities', securities: list });

describe('one proposes, the other confirms', () => {
  beforeEach(async () => {
    channel = custodyChannel();
    await agreeRelationship(channel);
  });

  it('takes effect when the other member has confirmed, and not before', async () => {
    const change = parameters('2026-07-01');
    const { contentHash } = await propose('p1', change);
    expect(contentHash).toBe(contentHashOf(change));
    await expect(ask('GetParameters', { date: '2026-07-06' })).rejects.toThrow(/^NO_PARAMETERS \[date\]: /);
    const { transactionId } = await confirm('p1', contentHash);
    expect(await ask('GetParameters', { date: '2026-07-06' })).toEqual({
      content: parameterSet({ effectiveFrom: businessDate('2026-07-01') }),
      proposalId: 'p1',
      transactionId,
      replaced: [],
    });
    expect(await ask<ProposalAnswer>('GetProposal', { id: 'p1' })).toMatchObject({
      id: 'p1',
      change,
      reason: 'Board decision 12',
      contentHash,
      state: 'confirmed',
      proposedBy: { side: 'bank', mspId: 'BankAMSP', user: 'administrator' },
      answeredBy: { side: 'broker', mspId: 'BrokerXMSP', user: 'administrator' },
      answeredIn: transactionId,
    });
  });

  it('is not confirmed by the member that proposed, whoever of it asks', async () => {
    const { contentHash } = await propose('p1', parameters('2026-07-01'), BROKER.administrator);
    await expect(confirm('p1', contentHash)).rejects.toThrow(/^PROPOSAL_OWN: /);
    await expect(confirm('p1', contentHash, { ...BROKER.administrator, id: 'another' })).rejects.toThrow(
      /^PROPOSAL_OWN: /,
    );
    await expect(confirm('p1', contentHash, BANK.administrator)).resolves.toMatchObject({
      state: 'confirmed',
    });
  });

  it('is not confirmed where something else was read than was proposed', async () => {
    await propose('p1', parameters('2026-07-01'));
    const other = contentHashOf(parameters('2026-07-02'));
    await expect(confirm('p1', other)).rejects.toThrow(/^PROPOSAL_CONTENT_DIFFERS \[contentHash\]: /);
    await expect(ask('GetProposal', { id: 'p1' })).resolves.toMatchObject({ state: 'proposed' });
  });

  it('is withdrawn by its own member alone, and then not confirmed any more', async () => {
    const { contentHash } = await propose('p1', parameters('2026-07-01'));
    await expect(withdraw('p1', contentHash, BROKER.administrator)).rejects.toThrow(/^PROPOSAL_OWN: /);
    await expect(withdraw('p1', contentHash)).resolves.toMatchObject({ state: 'withdrawn' });
    await expect(confirm('p1', contentHash)).rejects.toThrow(/^PROPOSAL_ANSWERED \[id\]: /);
    await expect(withdraw('p1', contentHash)).rejects.toThrow(/^PROPOSAL_ANSWERED \[id\]: /);
    await expect(ask('GetParameters', { date: '2026-07-06' })).rejects.toThrow(/^NO_PARAMETERS /);
  });

  it('is answered once, and its id is never used again', async () => {
    const { contentHash } = await propose('p1', parameters('2026-07-01'));
    await expect(propose('p1', parameters('2026-07-02'))).rejects.toThrow(/^PROPOSAL_EXISTS \[id\]: /);
    await confirm('p1', contentHash);
    await expect(confirm('p1', contentHash)).rejects.toThrow(/^PROPOSAL_ANSWERED \[id\]: /);
    await expect(propose('p1', parameters('2026-07-02'))).rejects.toThrow(/^PROPOSAL_EXISTS \[id\]: /);
    await expect(confirm('p2', contentHash)).rejects.toThrow(/^PROPOSAL_NOT_FOUND \[id\]: /);
    await expect(ask('GetProposal', { id: 'p2' })).rejects.toThrow(/^PROPOSAL_NOT_FOUND \[id\]: /);
  });

  it('needs administrators, who are people: no service and no clerk changes a rule', async () => {
    const callers = [BANK.gateway, BANK.operator, BANK.risk, BROKER.gateway, REGULATOR.administrator];
    for (const caller of callers) {
      await expect(propose('p1', parameters('2026-07-01'), caller)).rejects.toThrow(/^NOT_PERMITTED: /);
    }
    const { contentHash } = await propose('p1', parameters('2026-07-01'));
    for (const caller of [BROKER.gateway, BROKER.clearing, REGULATOR.administrator]) {
      await expect(confirm('p1', contentHash, caller)).rejects.toThrow(/^NOT_PERMITTED: /);
    }
  });

  it('leaves a voucher of each step, which says what and not why', async () => {
    const { transactionId, contentHash } = await propose('p1', parameters('2026-07-01'));
    const voucher = JSON.parse(channel.worldState('BankAMSP').get(`voucher/${transactionId}`) ?? '');
    expect(voucher.entries).toEqual([]);
    expect(voucher.notes).toEqual([
      {
        instruction: 'bank/proposal',
        kind: 'proposal.proposed',
        subject: 'p1',
        facts: { contentHash, change: 'parameters' },
      },
    ]);
  });
});

describe('parameters', () => {
  beforeEach(async () => {
    channel = custodyChannel();
    await agreeRelationship(channel);
  });

  it('are those that came into force last on the day or before', async () => {
    await agreeOn(channel, 'b', parameters('2026-08-01', { auxiliaryAccounts: 2 }));
    await agreeOn(channel, 'a', parameters('2026-07-01', { auxiliaryAccounts: 1 }));
    const inForce = (date: string) => ask<{ proposalId: string }>('GetParameters', { date });
    await expect(inForce('2026-06-30')).rejects.toThrow(/^NO_PARAMETERS \[date\]: /);
    expect(await inForce('2026-07-01')).toMatchObject({ proposalId: 'a', content: { auxiliaryAccounts: 1 } });
    expect(await inForce('2026-07-31')).toMatchObject({ proposalId: 'a' });
    expect(await inForce('2026-08-01')).toMatchObject({ proposalId: 'b', content: { auxiliaryAccounts: 2 } });
    expect(await inForce('2030-01-01')).toMatchObject({ proposalId: 'b' });
  });

  it('confirmed later for the same date replace what was there, which stays in the history', async () => {
    await agreeOn(channel, 'a', parameters('2026-07-01', { auxiliaryAccounts: 1 }));
    await agreeOn(channel, 'b', parameters('2026-07-01', { auxiliaryAccounts: 3 }));
    expect(await ask('GetParameters', { date: '2026-07-06' })).toMatchObject({
      proposalId: 'b',
      content: { auxiliaryAccounts: 3 },
      replaced: [{ proposalId: 'a', content: { auxiliaryAccounts: 1 } }],
    });
  });

  it('come into force only after the business day that has begun', async () => {
    const late = await propose('late', parameters('2026-07-06', { auxiliaryAccounts: 1 }));
    await agreeOn(channel, 'a', parameters('2026-07-01'));
    await agreeOn(channel, 'c', { kind: 'calendar', calendar: tradingYear(2026) });
    await signInBoth(channel, '2026-07-06');
    await expect(confirm('late', late.contentHash)).rejects.toThrow(
      'EFFECTIVE_DATE_PAST [change.parameters.effectiveFrom]: The business day 2026-07-06 has begun; the change can come into force on a later day.',
    );
    await expect(propose('b', parameters('2026-07-06'))).rejects.toThrow(/^EFFECTIVE_DATE_PAST /);
    await expect(propose('b', parameters('2026-07-07'))).resolves.toMatchObject({ state: 'proposed' });
  });

  it('never change the size of folios, not even between two proposals of the same moment', async () => {
    const small = await propose('small', parameters('2026-07-01', { folioSize: 8 }));
    const large = await propose('large', parameters('2026-08-01', { folioSize: 64 }));
    await confirm('small', small.contentHash);
    await expect(confirm('large', large.contentHash)).rejects.toThrow(
      'FOLIO_SIZE_FIXED [change.parameters.folioSize]: Folios hold 8 accounts by the parameters agreed before, and accounts lie in them so.',
    );
    await expect(propose('other', parameters('2026-09-01', { folioSize: 16 }))).rejects.toThrow(
      /^FOLIO_SIZE_FIXED /,
    );
  });

  it('cannot take two sizes of folios in one block', async () => {
    const hashes = [
      (await propose('small', parameters('2026-07-01', { folioSize: 8 }))).contentHash,
      (await propose('large', parameters('2026-08-01', { folioSize: 64 }))).contentHash,
    ];
    const endorsed = await Promise.all(
      ['small', 'large'].map((id, at) =>
        channel.endorse({
          function: 'GovernanceContract:Confirm',
          request: { id, contentHash: hashes[at] },
          caller: BROKER.administrator,
        }),
      ),
    );
    const committed = await channel.commit(endorsed);
    expect(committed.map(({ validationCode }) => validationCode)).toEqual(['VALID', 'PHANTOM_READ_CONFLICT']);
  });
});

describe('the trading calendar', () => {
  beforeEach(async () => {
    channel = custodyChannel();
    await openDay(channel);
  });
  const closed = tradingYear(2026).closedDays;

  it('is told by year with what it has replaced', async () => {
    await agreeOn(channel, 'c2', calendar([...closed, '2026-12-31']));
    expect(await ask('GetCalendar', { year: 2026 })).toMatchObject({
      proposalId: 'c2',
      content: { closedDays: [...closed, '2026-12-31'] },
      replaced: [{ proposalId: 'calendar-2026', content: { closedDays: closed } }],
    });
    await expect(ask('GetCalendar', { year: 2027 })).rejects.toThrow(/^NO_CALENDAR \[year\]: /);
  });

  it('stays what it was up to the business day that has begun', async () => {
    const refusal =
      'EFFECTIVE_DATE_PAST [change.calendar.closedDays]: The business day 2026-07-06 has begun; the calendar of 2026 must stay as it was up to then.';
    await expect(propose('x', calendar([...closed, '2026-07-06']))).rejects.toThrow(refusal);
    await expect(propose('x', calendar([...closed, '2026-07-03']))).rejects.toThrow(refusal);
    await expect(propose('x', calendar(closed.filter((day) => day !== '2026-01-01')))).rejects.toThrow(
      refusal,
    );
    await expect(propose('x', calendar([], 2025))).rejects.toThrow(/^EFFECTIVE_DATE_PAST /);
    await expect(propose('x', calendar([...closed, '2026-07-07']))).resolves.toMatchObject({
      state: 'proposed',
    });
    await expect(propose('y', calendar([], 2027))).resolves.toMatchObject({ state: 'proposed' });
  });

  it('is not changed by a confirmation that comes after the day', async () => {
    const { contentHash } = await propose('x', calendar([...closed, '2026-07-07']));
    await expect(confirm('x', contentHash)).resolves.toMatchObject({ state: 'confirmed' });
    await expect(
      channel.submit({
        function: 'DayContract:SignIn',
        request: { businessDate: '2026-07-07' },
        caller: BANK.gateway,
      }),
    ).rejects.toThrow(/^NOT_A_TRADING_DAY /);
  });
});

describe('securities', () => {
  beforeEach(async () => {
    channel = custodyChannel();
    await openDay(channel);
  });

  const inForce = (date: string) => ask<{ proposalId: string }>('GetSecurity', { code: '600000', date });

  it('are known by what came into force last, in whatever order it was agreed on', async () => {
    await agreeOn(channel, 'c', securities(security('2026-08-03', { flags: ['suspended'] })));
    await agreeOn(
      channel,
      'a',
      securities(security('2026-07-07'), security('2026-07-20', { name: '示例集团' })),
    );
    await expect(inForce('2026-07-06')).rejects.toThrow(/^SECURITY_NOT_FOUND \[code\]: /);
    expect(await inForce('2026-07-07')).toMatchObject({ content: { name: '示例股份', flags: [] } });
    expect(await inForce('2026-08-02')).toMatchObject({ content: { name: '示例集团' } });
    expect(await inForce('2026-08-03')).toMatchObject({ content: { flags: ['suspended'] } });
    await agreeOn(channel, 'b', securities(security('2026-07-20', { flags: ['st'] })));
    expect(await inForce('2026-07-20')).toMatchObject({
      proposalId: 'b',
      content: { flags: ['st'] },
      replaced: [{ proposalId: 'a', content: { name: '示例集团' } }],
    });
    expect(await inForce('2026-07-19')).toMatchObject({ proposalId: 'a', replaced: [] });
  });

  it('change from a day that has not begun', async () => {
    const change = securities(security('2026-07-07', { code: '000001' }), security('2026-07-06'));
    await expect(propose('a', change)).rejects.toThrow(
      /^EFFECTIVE_DATE_PAST \[change\.securities\.1\.effectiveFrom\]: /,
    );
  });
});

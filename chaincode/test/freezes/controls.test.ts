import { describe, expect, it } from 'vitest';
import type { BatchAnswer } from '../../src/model/answers/batch.js';
import type { TestChannel } from '../ledger/test-channel.js';
import { cashOf, rowOf } from '../scenario/books-probe.js';
import { nextDay, signOutBoth } from '../scenario/day.js';
import { carriedOut, instruct, refusalOf } from '../scenario/instruct.js';
import { BANK, BROKER, REGULATOR } from '../scenario/members.js';
import { seed } from '../scenario/seed-contract.js';
import {
  ACCOUNT,
  at,
  CSRC,
  channelWith,
  courtOrder,
  deposit,
  MEMBER,
  orderOf,
  PBOC,
  restriction,
  temporaryFreeze,
  transferOf,
} from './frozen-channel.js';

const PLACE = 'FreezeContract:Place';
const RELEASE = 'FreezeContract:Release';
const BEGIN = 'TransferContract:Begin';

const loss = (time: string) => ({ accountNumber: ACCOUNT, initiatedAt: at(time) });
const withdrawal = (time: string, date?: string) => transferOf('withdrawal', 1_00, at(time, date));

describe('the freeze of 48 hours', () => {
  it('ends on the second without anybody’s order (#42)', async () => {
    const channel = await channelWith(100_00);
    const placed = await carriedOut(channel, PLACE, BANK.risk, temporaryFreeze());
    expect(placed.facts).toMatchObject({ endsAt: '2026-07-08T02:00:00Z' });
    await nextDay(channel, '2026-07-07');
    await nextDay(channel, '2026-07-08');
    const early = withdrawal('09:59:59', '2026-07-08');
    expect(await refusalOf(channel, BEGIN, BROKER.operator, early)).toBe('ACCOUNT_FROZEN');
    await carriedOut(channel, BEGIN, BROKER.operator, withdrawal('10:00:00', '2026-07-08'));
  });

  it('captures everything, deposits of today too', async () => {
    const channel = await channelWith(100_00);
    await carriedOut(channel, PLACE, BROKER.risk, temporaryFreeze());
    await deposit(channel, 50_00, at('10:05:00'));
    expect(await cashOf(channel, ACCOUNT, at('10:06:00'))).toMatchObject({
      frozenFen: 150_00,
      availableFen: 0,
    });
  });

  it('is released by the side that placed it and no other', async () => {
    const channel = await channelWith(100_00);
    await carriedOut(channel, PLACE, BANK.risk, temporaryFreeze());
    const release = { id: 'aml-1', authority: PBOC, documentNumber: '8', initiatedAt: at('11:00:00') };
    expect(await refusalOf(channel, RELEASE, BROKER.risk, release)).toBe('FREEZE_AUTHORITY');
    await carriedOut(channel, RELEASE, BANK.risk, release);
    await carriedOut(channel, BEGIN, BROKER.operator, withdrawal('11:01:00'));
  });

  it('is refused where its 48 hours are over', async () => {
    const channel = await channelWith(100_00);
    const old = temporaryFreeze({ startsAt: at('10:00:00', '2026-07-04') });
    expect(await refusalOf(channel, PLACE, BANK.risk, old)).toBe('FREEZE_TERM');
  });
});

describe('a loss report', () => {
  it('stops withdrawals and not deposits', async () => {
    const channel = await channelWith(100_00);
    await carriedOut(channel, 'FreezeContract:ReportLoss', BANK.operator, loss('10:00:00'));
    expect(await refusalOf(channel, BEGIN, BROKER.operator, withdrawal('10:01:00'))).toBe('ACCOUNT_FROZEN');
    await deposit(channel, 50_00, at('10:02:00'));
    expect(await cashOf(channel, ACCOUNT, at('10:03:00'))).toMatchObject({
      balanceFen: 150_00,
      availableFen: 0,
    });
  });

  it('is cancelled by the side that recorded it and no other', async () => {
    const channel = await channelWith(100_00);
    const cancel = 'FreezeContract:CancelLoss';
    const { facts } = await carriedOut(channel, 'FreezeContract:ReportLoss', BANK.operator, loss('10:00:00'));
    expect(await refusalOf(channel, cancel, BROKER.operator, loss('10:01:00'))).toBe('FREEZE_AUTHORITY');
    await carriedOut(channel, cancel, BANK.operator, loss('10:02:00'));
    expect(await orderOf(channel, String(facts.id))).toMatchObject({
      reason: 'loss-report',
      state: 'released',
    });
    expect(await refusalOf(channel, cancel, BANK.operator, loss('10:03:00'))).toBe('FREEZE_NOT_FOUND');
    await carriedOut(channel, BEGIN, BROKER.operator, withdrawal('10:04:00'));
  });

  it('is kept by each side for itself, once', async () => {
    const channel = await channelWith(100_00);
    const report = 'FreezeContract:ReportLoss';
    await carriedOut(channel, report, BANK.operator, loss('10:00:00'));
    expect(await refusalOf(channel, report, BANK.operator, loss('10:01:00'))).toBe('FREEZE_EXISTS');
    await carriedOut(channel, report, BROKER.operator, loss('10:02:00'));
    await carriedOut(channel, 'FreezeContract:CancelLoss', BANK.operator, loss('10:03:00'));
    expect(await refusalOf(channel, BEGIN, BROKER.operator, withdrawal('10:04:00'))).toBe('ACCOUNT_FROZEN');
  });
});

describe('a business restriction', () => {
  it('forbids what it lists and freezes nothing', async () => {
    const channel = await channelWith(100_00);
    await carriedOut(channel, PLACE, BROKER.risk, restriction({ blocks: ['withdrawal', 'buy'] }));
    expect(await refusalOf(channel, BEGIN, BROKER.operator, withdrawal('10:01:00'))).toBe('ACCOUNT_FROZEN');
    await deposit(channel, 50_00, at('10:02:00'));
    expect(await cashOf(channel, ACCOUNT, at('10:03:00'))).toMatchObject({
      frozenFen: 0,
      availableFen: 150_00,
    });
  });

  it('of deposits lets money leave and none come', async () => {
    const channel = await channelWith(100_00);
    await carriedOut(channel, PLACE, BROKER.risk, restriction({ blocks: ['deposit'] }));
    const deposited = transferOf('deposit', 1_00, at('10:01:00'));
    expect(await refusalOf(channel, BEGIN, BANK.system, deposited)).toBe('ACCOUNT_FROZEN');
    await carriedOut(channel, BEGIN, BROKER.operator, withdrawal('10:02:00'));
  });

  it('by the securities regulator has an end, six months from its start at the latest (证券法 170)', async () => {
    const channel = await channelWith(100_00);
    const trading = (endsAt: string | null) =>
      restriction({ authority: CSRC, blocks: ['buy', 'sell'], endsAt });
    expect(await refusalOf(channel, PLACE, BANK.risk, trading(null))).toBe('FREEZE_TERM');
    expect(await refusalOf(channel, PLACE, BANK.risk, trading('2027-01-07T00:00:01+08:00'))).toBe(
      'FREEZE_TERM',
    );
    await carriedOut(channel, PLACE, BANK.risk, trading('2027-01-07T00:00:00+08:00'));
  });

  it('is lifted by the side that placed it and no other', async () => {
    const channel = await channelWith(100_00);
    await carriedOut(channel, PLACE, BROKER.risk, restriction());
    const lift = { id: 'restriction-1', authority: MEMBER, documentNumber: '1', initiatedAt: at('11:00:00') };
    expect(await refusalOf(channel, RELEASE, BANK.risk, lift)).toBe('FREEZE_AUTHORITY');
    await carriedOut(channel, RELEASE, BROKER.risk, lift);
  });
});

describe('placing an order', () => {
  it('has an effect once, however often it is sent', async () => {
    const channel = await channelWith(100_00);
    const request = { instructions: [{ serial: 'F-1', ...courtOrder({ limitFen: 30_00 }) }] };
    const call = { function: PLACE, request, caller: BANK.risk };
    const first = await channel.submit<BatchAnswer>(call);
    const second = await channel.submit<BatchAnswer>(call);
    expect(second.answer.results).toMatchObject([
      { status: 'done', transactionId: first.transactionId, replayed: true },
    ]);
    const other = {
      ...call,
      request: { instructions: [{ serial: 'F-1', ...courtOrder({ limitFen: 31_00 }) }] },
    };
    expect((await channel.submit<BatchAnswer>(other)).answer.results).toMatchObject([
      { status: 'refused', code: 'IDEMPOTENCY_CONFLICT' },
    ]);
    expect((await rowOf(channel, ACCOUNT)).freezes).toHaveLength(1);
  });

  it('is possible after the sign-out too, since law does not wait for the next day', async () => {
    const channel = await channelWith(100_00);
    await signOutBoth(channel);
    await carriedOut(channel, PLACE, BANK.risk, courtOrder({ initiatedAt: at('17:00:00') }));
    expect(await cashOf(channel, ACCOUNT, at('17:00:01'))).toMatchObject({ availableFen: 0 });
  });

  it('is possible on a Saturday, where clocks are compared, and holds from then on', async () => {
    const channel = await channelWith(100_00, {
      businessDate: '2026-07-10',
      parameters: { clockToleranceSeconds: 60 },
    });
    const saturday = at('09:30:00', '2026-07-11');
    const line = { accountNumber: ACCOUNT, initiatedAt: saturday };
    const report = 'FreezeContract:ReportLoss';
    channel.setTime(at('09:31:01', '2026-07-11'));
    expect(await refusalOf(channel, report, BROKER.operator, line)).toBe('CLOCK_OFFSET');
    channel.setTime(at('09:31:00', '2026-07-11'));
    await carriedOut(channel, report, BROKER.operator, line);
    expect(await cashOf(channel, ACCOUNT, at('09:30:01', '2026-07-11'))).toMatchObject({ availableFen: 0 });
  });

  it('cannot make other orders look as if they had ended, where clocks are not compared', async () => {
    const channel = await channelWith(100_00);
    await carriedOut(channel, PLACE, BANK.risk, temporaryFreeze());
    const ahead = { accountNumber: ACCOUNT, initiatedAt: at('10:00:00', '2026-07-08') };
    const report = 'FreezeContract:ReportLoss';
    expect(await refusalOf(channel, report, BROKER.operator, ahead)).toBe('OTHER_BUSINESS_DAY');
    expect((await rowOf(channel, ACCOUNT)).freezes).toHaveLength(1);
  });

  it('uses an id once', async () => {
    const channel = await channelWith(100_00);
    await carriedOut(channel, PLACE, BANK.risk, courtOrder());
    expect(await refusalOf(channel, PLACE, BROKER.risk, restriction({ id: 'order-1' }))).toBe(
      'FREEZE_EXISTS',
    );
  });

  it('stops where an account has sixteen orders, and goes on when one of them has expired', async () => {
    const channel = await channelWith(100_00);
    for (let number = 1; number <= 16; number += 1) {
      const endsAt = number === 1 ? at('12:00:00') : null;
      await carriedOut(channel, PLACE, BROKER.risk, restriction({ id: `restriction-${number}`, endsAt }));
    }
    expect(await refusalOf(channel, PLACE, BANK.risk, courtOrder())).toBe('TOO_MANY_FREEZES');
    expect(await refusalOf(channel, 'FreezeContract:ReportLoss', BANK.operator, loss('10:01:00'))).toBe(
      'TOO_MANY_FREEZES',
    );
    await carriedOut(channel, PLACE, BANK.risk, courtOrder({ initiatedAt: at('12:00:00') }));
    expect(await orderOf(channel, 'restriction-1')).toMatchObject({ state: 'expired' });
  });

  it.each([
    ['on an account that is not there', { accountNumber: '880000000099' }, 'ACCOUNT_NOT_FOUND'],
    ['on a closed account', { accountNumber: '880000000002' }, 'ACCOUNT_CLOSED'],
    ['of another day', { initiatedAt: at('10:00:00', '2026-07-07') }, 'OTHER_BUSINESS_DAY'],
  ])('is refused %s', async (_, own, code) => {
    const channel = await channelWith(100_00);
    await seed(channel, { '880000000002': { status: 'closed' } });
    const result = await instruct(channel, PLACE, BANK.risk, courtOrder(own));
    expect(result).toMatchObject({ status: 'refused', code });
  });

  it.each([
    ['a person’s name for a badge', courtOrder({ officers: ['张三'] }), 'instructions.0.officers.0'],
    [
      'a temporary freeze with an end of its own',
      temporaryFreeze({ endsAt: at('11:00:00') }),
      'instructions.0.endsAt',
    ],
    ['a restriction with an amount', restriction({ limitFen: 1 }), 'instructions.0.limitFen'],
    ['a restriction of nothing', restriction({ blocks: [] }), 'instructions.0.blocks'],
    ['a restriction of the same twice', restriction({ blocks: ['buy', 'buy'] }), 'instructions.0.blocks'],
    ['a court’s order by a member', courtOrder({ authority: MEMBER }), 'instructions.0.authority.kind'],
    ['a court’s order without end', courtOrder({ endsAt: null }), 'instructions.0.endsAt'],
    ['an unknown field', courtOrder({ blocks: ['buy'] }), 'instructions.0.blocks'],
  ])('refuses %s by its form', async (_, line, field) => {
    const channel = await channelWith(0);
    const request = { instructions: [{ serial: 'F-1', ...line }] };
    await expect(channel.submit({ function: PLACE, request, caller: BANK.risk })).rejects.toThrow(
      `MALFORMED_REQUEST [${field}]`,
    );
  });

  it('is for risk officers, and reading it for the regulator too', async () => {
    const channel = await channelWith(0);
    const request = { instructions: [{ serial: 'F-1', ...courtOrder() }] };
    for (const caller of [BANK.operator, BANK.gateway, BROKER.administrator, REGULATOR.auditor]) {
      await expect(channel.submit({ function: PLACE, request, caller })).rejects.toThrow('NOT_PERMITTED');
    }
    await expect(orderOf(channel, 'order-1')).rejects.toThrow('FREEZE_NOT_FOUND [id]');
  });
});

describe('the suspension of one transfer', () => {
  const SUSPEND = 'FreezeContract:SuspendTransfer';
  const RESUME = 'FreezeContract:ResumeTransfer';

  const begun = async (channel: TestChannel, time: string) => {
    const { serial } = await carriedOut(channel, BEGIN, BROKER.operator, withdrawal(time));
    return { side: 'broker', serial };
  };
  const suspension = (transfer: object, time: string) => ({
    transfer,
    reason: 'Unusual for this client',
    initiatedAt: at(time),
  });

  it('stops it and no other, until the side that suspended it lets it go on', async () => {
    const channel = await channelWith(100_00);
    const stopped = await begun(channel, '10:00:00');
    const other = await begun(channel, '10:00:01');
    const { facts } = await carriedOut(channel, SUSPEND, BANK.risk, suspension(stopped, '10:01:00'));
    expect(facts).toMatchObject({ state: 'in-transit' });
    const claim = 'TransferContract:Claim';
    const claimed = (transfer: object) => ({ transfer, initiatedAt: at('10:02:00') });
    expect(await refusalOf(channel, claim, BANK.system, claimed(stopped))).toBe('TRANSFER_SUSPENDED');
    await carriedOut(channel, claim, BANK.system, claimed(other));
    const resume = { transfer: stopped, initiatedAt: at('10:03:00') };
    expect(await refusalOf(channel, RESUME, BROKER.risk, resume)).toBe('FREEZE_AUTHORITY');
    await carriedOut(channel, RESUME, BANK.risk, resume);
    await carriedOut(channel, claim, BANK.system, claimed(stopped));
    expect(await orderOf(channel, String(facts.suspendedBy))).toMatchObject({
      kind: 'suspension',
      transfer: stopped,
      reason: 'Unusual for this client',
      state: 'released',
    });
  });

  it('is refused of what is suspended, ended or not there, and lifted of nothing that is not', async () => {
    const channel = await channelWith(100_00);
    const transfer = await begun(channel, '10:00:00');
    const resume = { transfer, initiatedAt: at('10:03:00') };
    expect(await refusalOf(channel, RESUME, BANK.risk, resume)).toBe('FREEZE_NOT_FOUND');
    await carriedOut(channel, SUSPEND, BROKER.risk, suspension(transfer, '10:01:00'));
    expect(await refusalOf(channel, SUSPEND, BANK.risk, suspension(transfer, '10:02:00'))).toBe(
      'TRANSFER_SUSPENDED',
    );
    const { serial } = await carriedOut(
      channel,
      BEGIN,
      BANK.system,
      transferOf('deposit', 1_00, at('10:02:00')),
    );
    const posted = suspension({ side: 'bank', serial }, '10:03:00');
    expect(await refusalOf(channel, SUSPEND, BANK.risk, posted)).toBe('TRANSFER_ENDED');
    const missing = suspension({ side: 'bank', serial: 'nothing' }, '10:03:00');
    expect(await refusalOf(channel, SUSPEND, BANK.risk, missing)).toBe('TRANSFER_NOT_FOUND');
  });
});

import { describe, expect, it } from 'vitest';
import type { TestChannel } from '../../../test/ledger/test-channel.js';
import { putHolds, rowOf } from '../../../test/scenario/books-probe.js';
import { signOutBoth } from '../../../test/scenario/day.js';
import { BANK, BROKER } from '../../../test/scenario/members.js';
import { seed } from '../../../test/scenario/seed-contract.js';
import {
  ACCOUNT,
  answer,
  at,
  BANK_ACCOUNT,
  begin,
  begun,
  expire,
  OTHER_ACCOUNT,
  standingOf,
  transferChannel,
} from '../../../test/scenario/transfers.js';
import { LARGEST_BALANCE_FEN } from '../../books/custody-book.js';
import type { AccountStatus } from '../../rules/account-status.js';
import type { Freeze } from '../../rules/freezes.js';
import type { TransferLimit } from '../../rules/limits.js';
import { fen } from '../../rules/money.js';

const WITHDRAWAL = { direction: 'withdrawal' };

const limited = (...limits: readonly TransferLimit[]): Promise<TestChannel> =>
  transferChannel({ parameters: { limits: [...limits] } });

describe('the limits of transfers (#17)', () => {
  it('let the cent on the limit of one transfer pass, and not the one over it', async () => {
    const channel = await limited({ perTransferFen: fen(500_00) });
    expect(await begin(channel, BANK.system, { amountFen: 500_01 })).toBe('LIMIT_PER_TRANSFER');
    expect(await begin(channel, BANK.system, { amountFen: 500_00 })).toBe('posted');
  });

  it('count the day’s transfers of one direction to the cent, from either side', async () => {
    const channel = await limited({ direction: 'deposit', perDayFen: fen(500_00) });
    expect(await begin(channel, BANK.system, { amountFen: 300_00 })).toBe('posted');
    expect(await begin(channel, BROKER.operator, { amountFen: 200_01 })).toBe('LIMIT_PER_DAY');
    expect(await begin(channel, BROKER.operator, { amountFen: 200_00 })).toBe('requested');
    expect(await begin(channel, BANK.system, { amountFen: 1 })).toBe('LIMIT_PER_DAY');
    expect(await begin(channel, BROKER.operator, { ...WITHDRAWAL, amountFen: 600_00 })).toBe('in-transit');
  });

  it('count transfers, and no more those that came to nothing', async () => {
    const channel = await limited({ perDayCount: 2 });
    const first = await begun(channel, BROKER.operator);
    expect(await begin(channel, BANK.system)).toBe('posted');
    expect(await begin(channel, BANK.system, WITHDRAWAL)).toBe('LIMIT_PER_DAY_COUNT');
    await answer(channel, first, 'refused');
    expect(await begin(channel, BANK.system, WITHDRAWAL)).toBe('claimed');
  });

  it('hold for the channel, the kind of account and the holder that they name', async () => {
    const small = fen(1_00);
    const channel = await limited(
      { channel: 'mobile', perTransferFen: small },
      { kind: 'credit', perTransferFen: small },
      { holder: 'institution', perDayFen: small },
    );
    expect(await begin(channel, BANK.system, { channel: 'mobile' })).toBe('LIMIT_PER_TRANSFER');
    expect(await begin(channel, BANK.system, { channel: 'web' })).toBe('posted');
    const usual = { balanceFen: fen(1_000_00), bankAccountRef: BANK_ACCOUNT };
    await seed(channel, {
      [ACCOUNT]: { ...usual, kind: 'credit' },
      [OTHER_ACCOUNT]: { ...usual, holder: 'institution' },
    });
    const web = { channel: 'web' };
    expect(await begin(channel, BANK.system, web)).toBe('LIMIT_PER_TRANSFER');
    expect(await begin(channel, BANK.system, { ...web, accountNumber: OTHER_ACCOUNT })).toBe('LIMIT_PER_DAY');
  });
});

describe('the hours of transfers (#17)', () => {
  it('end with the last second served: 16:00:00 is taken and 16:00:01 refused', async () => {
    const channel = await transferChannel();
    expect(await begin(channel, BANK.system, { initiatedAt: at('08:59:59') })).toBe('OUTSIDE_HOURS');
    expect(await begin(channel, BANK.system, { initiatedAt: at('09:00:00') })).toBe('posted');
    expect(await begin(channel, BANK.system, { initiatedAt: at('16:00:00') })).toBe('posted');
    expect(await begin(channel, BANK.system, { initiatedAt: at('16:00:01') })).toBe('OUTSIDE_HOURS');
    expect(await begin(channel, BANK.system, { initiatedAt: '2026-07-06T08:00:01Z' })).toBe('OUTSIDE_HOURS');
  });

  it('of an institution are its own', async () => {
    const channel = await transferChannel({ row: { holder: 'institution' } });
    expect(await begin(channel, BANK.system, { initiatedAt: at('15:30:00') })).toBe('posted');
    expect(await begin(channel, BANK.system, { initiatedAt: at('15:30:01') })).toBe('OUTSIDE_HOURS');
  });

  it('do not keep a transfer from coming to its end', async () => {
    const channel = await transferChannel();
    const transfer = await begun(channel, BROKER.operator, { initiatedAt: at('16:00:00') });
    expect(await answer(channel, transfer, 'done', { initiatedAt: at('16:05:00') })).toBe('posted');
  });
});

describe('the time of an instruction', () => {
  it('is of the business day, as China’s clocks show it', async () => {
    const channel = await transferChannel();
    for (const initiatedAt of [
      at('10:00:00', '2026-07-07'),
      at('10:00:00', '2026-07-05'),
      '2026-07-06T16:00:00Z',
    ]) {
      expect(await begin(channel, BANK.system, { initiatedAt })).toBe('OTHER_BUSINESS_DAY');
    }
  });

  it('lies as near to the transaction’s as is agreed, before it and after it', async () => {
    const channel = await transferChannel({ parameters: { clockToleranceSeconds: 60 } });
    channel.setTime(at('10:00:00.999'));
    for (const time of ['09:59:00', '10:01:00']) {
      expect(await begin(channel, BANK.system, { initiatedAt: at(time) })).toBe('posted');
    }
    for (const time of ['09:58:59', '10:01:01']) {
      expect(await begin(channel, BANK.system, { initiatedAt: at(time) })).toBe('CLOCK_OFFSET');
    }
    const transfer = await begun(channel, BROKER.operator);
    expect(await answer(channel, transfer, 'done', { initiatedAt: at('10:01:01') })).toBe('CLOCK_OFFSET');
    expect(await expire(channel, transfer, { initiatedAt: at('10:10:00') })).toBe('CLOCK_OFFSET');
  });
});

/** What a deposit and a withdrawal are told in each status. */
const STATUSES: readonly (readonly [AccountStatus, string, string])[] = [
  ['registered', 'NOT_SIGNED', 'NOT_SIGNED'],
  ['proposed', 'NOT_SIGNED', 'NOT_SIGNED'],
  ['confirmed', 'NOT_SIGNED', 'NOT_SIGNED'],
  ['active', 'posted', 'claimed'],
  ['suspended', 'ACCOUNT_SUSPENDED', 'ACCOUNT_SUSPENDED'],
  ['closing', 'ACCOUNT_CLOSING', 'claimed'],
  ['closed', 'ACCOUNT_CLOSED', 'ACCOUNT_CLOSED'],
];

describe('the account of a transfer', () => {
  it.each(STATUSES)(
    'that is %s answers a deposit with %s and a withdrawal with %s (#5)',
    async (status, deposit, withdrawal) => {
      const channel = await transferChannel({ row: { status } });
      expect(await begin(channel, BANK.system)).toBe(deposit);
      expect(await begin(channel, BANK.system, WITHDRAWAL)).toBe(withdrawal);
    },
  );

  it('must be there', async () => {
    const channel = await transferChannel();
    expect(await begin(channel, BANK.system, { accountNumber: '880000000003' })).toBe('ACCOUNT_NOT_FOUND');
    expect(await begin(channel, BANK.system, { accountNumber: '990000000000' })).toBe('ACCOUNT_NOT_FOUND');
  });

  it('is linked with one bank account, and no other takes or brings its money (#7, #28)', async () => {
    const channel = await transferChannel();
    const other = { bankAccountRef: 'fedcba9876543210' };
    for (const direction of ['deposit', 'withdrawal']) {
      expect(await begin(channel, BANK.system, { ...other, direction })).toBe('BANK_ACCOUNT_NOT_LINKED');
    }
  });

  it('has as much as can be kept, and not a fen more', async () => {
    const channel = await transferChannel({ row: { balanceFen: fen(LARGEST_BALANCE_FEN - 100_00) } });
    expect(await begin(channel, BANK.system, { amountFen: 100_01 })).toBe('BALANCE_OUT_OF_RANGE');
    expect(await begin(channel, BANK.system, { amountFen: Number.MAX_SAFE_INTEGER })).toBe(
      'BALANCE_OUT_OF_RANGE',
    );
    expect(await begin(channel, BANK.system, { amountFen: 100_00 })).toBe('posted');
    expect(await standingOf(channel)).toEqual([LARGEST_BALANCE_FEN, 0, 0]);
    const others = { accountNumber: OTHER_ACCOUNT };
    expect(await begin(channel, BANK.system, others)).toBe('posted');
  });

  it('is asked for no more on a day than can be added up, posted or not', async () => {
    const channel = await transferChannel();
    expect(await begin(channel, BROKER.operator, { amountFen: Number.MAX_SAFE_INTEGER })).toBe('requested');
    expect(await begin(channel, BROKER.operator, { amountFen: 1 })).toBe('BALANCE_OUT_OF_RANGE');
    expect(await begin(channel, BROKER.operator, { ...WITHDRAWAL, amountFen: 1 })).toBe(
      'BALANCE_OUT_OF_RANGE',
    );
  });
});

describe('of several things that are wrong with a transfer', () => {
  const order: Freeze = {
    id: 'restriction-1',
    reason: 'business-restriction',
    limitFen: null,
    endsAt: null,
    priority: 0,
    blocks: ['deposit'],
  };
  const wrong: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ['OTHER_BUSINESS_DAY', { initiatedAt: at('16:00:01', '2026-07-07') }],
    ['ACCOUNT_NOT_FOUND', { accountNumber: '880000000003' }],
    ['OUTSIDE_HOURS', { initiatedAt: at('16:00:01') }],
    ['BANK_ACCOUNT_NOT_LINKED', { bankAccountRef: 'fedcba9876543210' }],
    ['ACCOUNT_FROZEN', {}],
  ];

  it.each(wrong.map(([code], from) => [code, from] as const))(
    '%s is told before the rest',
    async (code, from) => {
      const channel = await transferChannel({
        parameters: { limits: [{ perTransferFen: fen(1) }] },
        row: { freezes: [order] },
      });
      const faults = Object.assign(
        {},
        ...wrong
          .slice(from)
          .map(([, fault]) => fault)
          .reverse(),
      );
      expect(await begin(channel, BANK.system, faults)).toBe(code);
    },
  );
});

describe('the day of a transfer (#10)', () => {
  it('takes none after either side has signed out, and lets those that are pending end', async () => {
    const channel = await transferChannel();
    const transfers = [
      await begun(channel, BROKER.operator),
      await begun(channel, BROKER.operator),
      await begun(channel, BROKER.operator, WITHDRAWAL),
    ] as const;
    await signOutBoth(channel);
    expect(await begin(channel, BANK.system)).toBe('CLOSED_TO_TRANSFERS');
    expect(await answer(channel, transfers[0])).toBe('posted');
    expect(await answer(channel, transfers[1], 'refused')).toBe('refused');
    expect(await expire(channel, transfers[2])).toBe('expired');
    expect(await standingOf(channel)).toEqual([1_100_00, 0, 0]);
  });
});

describe('what can be withdrawn', () => {
  it('is what was there and what came today, but no proceeds of today’s sales: 15,000.00 of 261,612.43 (V11)', async () => {
    const channel = await transferChannel({ row: { balanceFen: fen(10_000_00) } });
    expect(await begin(channel, BANK.system, { amountFen: 5_000_00 })).toBe('posted');
    await putHolds(channel, { [ACCOUNT]: { receivableFen: 246_612_43 } });
    expect(await begin(channel, BROKER.operator, { ...WITHDRAWAL, amountFen: 15_000_01 })).toBe(
      'INSUFFICIENT_WITHDRAWABLE',
    );
    await putHolds(channel, { [ACCOUNT]: { receivableFen: 246_612_43, payableFen: 200_052_00 } });
    expect(await begin(channel, BROKER.operator, { ...WITHDRAWAL, amountFen: 15_000_01 })).toBe(
      'INSUFFICIENT_WITHDRAWABLE',
    );
    expect(await begin(channel, BROKER.operator, { ...WITHDRAWAL, amountFen: 15_000_00 })).toBe('in-transit');
    expect(await rowOf(channel, ACCOUNT)).toMatchObject({ balanceFen: 15_000_00, inTransitFen: 15_000_00 });
  });

  it('leaves out what came today where the members have agreed so', async () => {
    const channel = await transferChannel({ parameters: { sameDayDepositWithdrawable: false } });
    expect(await begin(channel, BANK.system, { amountFen: 500_00 })).toBe('posted');
    expect(await begin(channel, BROKER.operator, { ...WITHDRAWAL, amountFen: 1_000_01 })).toBe(
      'INSUFFICIENT_WITHDRAWABLE',
    );
    expect(await begin(channel, BROKER.operator, { ...WITHDRAWAL, amountFen: 1_000_00 })).toBe('in-transit');
  });
});

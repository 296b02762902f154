import { describe, expect, it } from 'vitest';
import type { TestChannel } from '../../../test/ledger/test-channel.js';
import { cashOf, rowOf } from '../../../test/scenario/books-probe.js';
import { refusalOf } from '../../../test/scenario/instruct.js';
import { BANK, BROKER } from '../../../test/scenario/members.js';
import {
  ACCOUNT,
  answer,
  at,
  begin,
  begun,
  claim,
  expire,
  reverse,
  standingOf,
  transferChannel,
  transferOf,
} from '../../../test/scenario/transfers.js';
import type { TransferName } from '../../model/requests/transfers.js';
import type { TransferMove, TransferState } from '../../rules/transfer-state.js';

const WITHDRAWAL = { direction: 'withdrawal' };

describe('a deposit (#12)', () => {
  it('is posted at once where the bank begins it, which has debited the client first', async () => {
    const channel = await transferChannel();
    expect(await begin(channel, BANK.system)).toBe('posted');
    expect(await standingOf(channel)).toEqual([1_100_00, 0, 0]);
  });

  it('waits for the bank where the broker begins it, and has the same effect once it is answered', async () => {
    const channel = await transferChannel();
    const transfer = await begun(channel, BROKER.operator);
    expect(await standingOf(channel)).toEqual([1_000_00, 0, 1]);
    expect(await answer(channel, transfer)).toBe('posted');
    expect(await standingOf(channel)).toEqual([1_100_00, 0, 0]);
    expect(await transferOf(channel, transfer)).toMatchObject({ side: 'broker', state: 'posted' });
    const { today } = await rowOf(channel, ACCOUNT);
    expect(today).toMatchObject({ openingFen: 1_000_00, deposits: { mobile: [100_00, 1] } });
  });

  it('moves nothing where the bank refuses it, keeps the bank’s reason, and counts for no limit', async () => {
    const channel = await transferChannel();
    const transfer = await begun(channel, BROKER.operator);
    expect(await answer(channel, transfer, 'refused', { reason: '余额不足' })).toBe('refused');
    expect(await standingOf(channel)).toEqual([1_000_00, 0, 0]);
    expect(await transferOf(channel, transfer)).toMatchObject({ state: 'refused', reason: '余额不足' });
    expect((await rowOf(channel, ACCOUNT)).today?.deposits).toEqual({ mobile: [0, 0] });
  });
});

describe('a withdrawal (#13)', () => {
  it('is deducted before the bank pays: it is in transit, and the client can use it no more', async () => {
    const channel = await transferChannel();
    const transfer = await begun(channel, BROKER.operator, WITHDRAWAL);
    expect(await standingOf(channel)).toEqual([1_000_00, 100_00, 1]);
    expect(await cashOf(channel, ACCOUNT, at('10:01:00'))).toMatchObject({
      balanceFen: 1_000_00,
      inTransitFen: 100_00,
      availableFen: 900_00,
      withdrawableFen: 900_00,
    });
    expect(await claim(channel, transfer)).toBe('claimed');
    expect(await standingOf(channel)).toEqual([1_000_00, 100_00, 1]);
    expect(await answer(channel, transfer)).toBe('posted');
    expect(await standingOf(channel)).toEqual([900_00, 0, 0]);
  });

  it('begun by the bank is claimed already, and has the same effect', async () => {
    const channel = await transferChannel();
    const transfer = await begun(channel, BANK.system, WITHDRAWAL);
    expect(await transferOf(channel, transfer)).toMatchObject({ state: 'claimed' });
    expect(await answer(channel, transfer)).toBe('posted');
    expect(await standingOf(channel)).toEqual([900_00, 0, 0]);
  });

  it('leaves one entry that takes from the balance, with its purpose, against the pooled account', async () => {
    const channel = await transferChannel();
    const transfer = await begun(channel, BANK.system, WITHDRAWAL);
    await answer(channel, transfer);
    const vouchers = [...channel.worldState('BankAMSP')].filter(([key]) => key.startsWith('voucher/'));
    const entries = vouchers.flatMap(([, text]) => JSON.parse(text).entries);
    expect(entries).toEqual([
      expect.objectContaining({
        accountNumber: ACCOUNT,
        kind: 'withdrawal',
        purpose: 'withdrawal-to-own-account',
        amountFen: -100_00,
        balanceFen: 900_00,
        counter: 'bank-pool',
      }),
    ]);
  });

  it('takes all there is and not a fen more, and what is in transit cannot be taken twice', async () => {
    const channel = await transferChannel();
    const all = { ...WITHDRAWAL, amountFen: 1_000_00 };
    expect(await begin(channel, BROKER.operator, { ...all, amountFen: 1_000_01 })).toBe(
      'INSUFFICIENT_WITHDRAWABLE',
    );
    expect(await begin(channel, BROKER.operator, all)).toBe('in-transit');
    expect(await begin(channel, BANK.system, { ...WITHDRAWAL, amountFen: 1 })).toBe(
      'INSUFFICIENT_WITHDRAWABLE',
    );
  });
});

type Reach = (channel: TestChannel) => Promise<TransferName>;

/** How a transfer comes into each state. */
const STATES: Readonly<Record<TransferState, Reach>> = {
  requested: (channel) => begun(channel, BROKER.operator),
  'in-transit': (channel) => begun(channel, BROKER.operator, WITHDRAWAL),
  claimed: async (channel) => {
    const transfer = await begun(channel, BROKER.operator, WITHDRAWAL);
    await claim(channel, transfer);
    return transfer;
  },
  posted: async (channel) => {
    const transfer = await begun(channel, BROKER.operator);
    await answer(channel, transfer);
    return transfer;
  },
  refused: async (channel) => {
    const transfer = await begun(channel, BROKER.operator);
    await answer(channel, transfer, 'refused');
    return transfer;
  },
  expired: async (channel) => {
    const transfer = await begun(channel, BROKER.operator);
    await expire(channel, transfer);
    return transfer;
  },
  reversed: async (channel) => {
    const transfer = await begun(channel, BROKER.operator);
    await reverse(channel, BROKER.operator, transfer);
    return transfer;
  },
};

type Move = (channel: TestChannel, transfer: TransferName) => Promise<string>;

const MOVES: Readonly<Record<TransferMove, Move>> = {
  claim: (channel, transfer) => claim(channel, transfer),
  done: (channel, transfer) => answer(channel, transfer),
  refuse: (channel, transfer) => answer(channel, transfer, 'refused'),
  expire: (channel, transfer) => expire(channel, transfer),
  reverse: (channel, transfer) => reverse(channel, BROKER.operator, transfer),
};

const OUTCOMES: Readonly<Record<TransferState, Readonly<Record<TransferMove, string>>>> = {
  requested: {
    claim: 'TRANSFER_NOT_FOUND',
    done: 'posted',
    refuse: 'refused',
    expire: 'expired',
    reverse: 'reversed',
  },
  'in-transit': {
    claim: 'claimed',
    done: 'TRANSFER_NOT_CLAIMED',
    refuse: 'refused',
    expire: 'expired',
    reverse: 'reversed',
  },
  claimed: {
    claim: 'TRANSFER_CLAIMED',
    done: 'posted',
    refuse: 'refused',
    expire: 'TRANSFER_CLAIMED',
    reverse: 'TRANSFER_CLAIMED',
  },
  posted: {
    claim: 'TRANSFER_ENDED',
    done: 'TRANSFER_ENDED',
    refuse: 'TRANSFER_ENDED',
    expire: 'TRANSFER_ENDED',
    reverse: 'reversed',
  },
  refused: everyMove('TRANSFER_ENDED'),
  expired: everyMove('TRANSFER_ENDED'),
  reversed: { ...everyMove('TRANSFER_ENDED'), reverse: 'ALREADY_REVERSED' },
};

function everyMove(outcome: string): Record<TransferMove, string> {
  return { claim: outcome, done: outcome, refuse: outcome, expire: outcome, reverse: outcome };
}

describe.each(Object.keys(STATES) as TransferState[])('a transfer that is %s', (state) => {
  it.each(Object.keys(MOVES) as TransferMove[])('answers to: %s', async (move) => {
    const channel = await transferChannel();
    const transfer = await STATES[state](channel);
    expect(await transferOf(channel, transfer)).toMatchObject({ state });
    const before = await standingOf(channel);
    const outcome = OUTCOMES[state][move];
    expect(await MOVES[move](channel, transfer)).toBe(outcome);
    const after = await transferOf(channel, transfer);
    expect(after.state).toBe(outcome === outcome.toUpperCase() ? state : outcome);
    if (after.state === state) expect(await standingOf(channel)).toEqual(before);
    if (['refused', 'expired', 'reversed'].includes(after.state)) {
      expect(await standingOf(channel)).toEqual([1_000_00, 0, 0]);
    }
  });
});

describe('the time of a transfer', () => {
  it('ends with the agreed seconds: the answer before is taken, the answer then is late', async () => {
    const channel = await transferChannel();
    const [first, second] = [await begun(channel, BROKER.operator), await begun(channel, BROKER.operator)];
    expect(await expire(channel, first, { initiatedAt: at('10:09:59') })).toBe('NOT_EXPIRED');
    expect(await answer(channel, first, 'done', { initiatedAt: at('10:09:59') })).toBe('posted');
    expect(await answer(channel, second, 'done', { initiatedAt: at('10:10:00') })).toBe('EXPIRED');
    expect(await expire(channel, second, {}, BANK.system)).toBe('expired');
  });

  it('is over for the bank as soon as either side says so, and never guessed before', async () => {
    const channel = await transferChannel();
    const transfer = await begun(channel, BROKER.operator);
    expect(await expire(channel, transfer)).toBe('expired');
    expect(await answer(channel, transfer, 'done', { initiatedAt: at('10:05:00') })).toBe('TRANSFER_ENDED');
    expect(await standingOf(channel)).toEqual([1_000_00, 0, 0]);
  });

  it('does not end what the bank has claimed: only its answer does, however late', async () => {
    const channel = await transferChannel();
    const transfer = await begun(channel, BROKER.operator, WITHDRAWAL);
    expect(await claim(channel, transfer, '10:09:59')).toBe('claimed');
    expect(await expire(channel, transfer)).toBe('TRANSFER_CLAIMED');
    expect(await answer(channel, transfer, 'done', { initiatedAt: at('15:00:00') })).toBe('posted');
  });

  it('lets nobody claim what is late', async () => {
    const channel = await transferChannel();
    const transfer = await begun(channel, BROKER.operator, WITHDRAWAL);
    expect(await claim(channel, transfer, '10:10:00')).toBe('EXPIRED');
    expect(await answer(channel, transfer, 'refused', { initiatedAt: at('10:10:00') })).toBe('refused');
  });

  it('does not keep the day open where a member was away over midnight', async () => {
    const channel = await transferChannel();
    const deposit = await begun(channel, BROKER.operator);
    const withdrawal = await begun(channel, BANK.system, WITHDRAWAL);
    const tomorrow = { initiatedAt: at('08:00:00', '2026-07-07') };
    expect(await answer(channel, deposit, 'done', tomorrow)).toBe('EXPIRED');
    expect(await expire(channel, deposit, tomorrow)).toBe('expired');
    expect(await answer(channel, withdrawal, 'done', tomorrow)).toBe('posted');
    const yesterday = { initiatedAt: at('23:59:59', '2026-07-05') };
    expect(await expire(channel, deposit, yesterday)).toBe('OTHER_BUSINESS_DAY');
  });
});

describe('an inquiry (#15)', () => {
  it('finds what became of a serial, and says where it was never used', async () => {
    const channel = await transferChannel();
    await expect(transferOf(channel, { side: 'bank', serial: 'never' })).rejects.toThrow(
      'TRANSFER_NOT_FOUND [serial]',
    );
    const line = { serial: 'refused-1', amountFen: 9_000_00, ...WITHDRAWAL };
    expect(await begin(channel, BROKER.operator, line)).toBe('INSUFFICIENT_WITHDRAWABLE');
    await expect(transferOf(channel, { side: 'broker', serial: 'refused-1' })).rejects.toThrow(
      'INSUFFICIENT_WITHDRAWABLE [instructions.0.amountFen]: 1000.00 can be withdrawn',
    );
    for (const move of ['Claim', 'Expire']) {
      const never = { transfer: { side: 'broker', serial: 'refused-1' }, initiatedAt: at('10:00:00') };
      expect(await refusalOf(channel, `TransferContract:${move}`, BANK.system, never)).toBe(
        'TRANSFER_NOT_FOUND',
      );
    }
  });

  it('after an answer that was lost leads to a reversal, and both books are as before, once', async () => {
    const channel = await transferChannel();
    const transfer = await begun(channel, BANK.system, { initiatedAt: at('10:00:00') });
    expect(await transferOf(channel, transfer)).toMatchObject({ state: 'posted' });
    expect(await reverse(channel, BANK.system, transfer)).toBe('reversed');
    expect(await reverse(channel, BANK.system, transfer)).toBe('ALREADY_REVERSED');
    expect(await standingOf(channel)).toEqual([1_000_00, 0, 0]);
  });
});

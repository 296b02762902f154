import { beforeEach, describe, expect, it } from 'vitest';
import type { TestChannel } from '../../../test/ledger/test-channel.js';
import { putHolds, rowOf } from '../../../test/scenario/books-probe.js';
import { nextDay, signOutBoth } from '../../../test/scenario/day.js';
import { instruct } from '../../../test/scenario/instruct.js';
import { BANK, BROKER } from '../../../test/scenario/members.js';
import { seed } from '../../../test/scenario/seed-contract.js';
import {
  ACCOUNT,
  answer,
  at,
  BANK_ACCOUNT,
  begun,
  claim,
  OTHER_ACCOUNT,
  reversalLine,
  reverse,
  standingOf,
  transferChannel,
  transferOf,
} from '../../../test/scenario/transfers.js';
import { fen } from '../../rules/money.js';

let channel: TestChannel;

beforeEach(async () => {
  channel = await transferChannel();
});

async function paid(): Promise<Awaited<ReturnType<typeof begun>>> {
  const transfer = await begun(channel, BROKER.operator, { direction: 'withdrawal' });
  await claim(channel, transfer);
  await answer(channel, transfer);
  return transfer;
}

/** What names the original wrongly, in the order in which it is told. */
const MISMATCHES = [
  ['bankId', 'BankBMSP', 'REVERSAL_BANK'],
  ['bankAccountRef', 'fedcba9876543210', 'REVERSAL_BANK_ACCOUNT'],
  ['brokerId', 'BrokerYMSP', 'REVERSAL_BROKER'],
  ['accountNumber', OTHER_ACCOUNT, 'REVERSAL_ACCOUNT'],
  ['amountFen', 100_01, 'REVERSAL_AMOUNT'],
] as const;

describe('a reversal (#16)', () => {
  it.each(MISMATCHES)(
    'that names another %s is refused with a code of its own',
    async (field, value, code) => {
      const transfer = await begun(channel, BANK.system);
      const line = reversalLine(transfer, { [field]: value });
      expect(await instruct(channel, 'TransferContract:Reverse', BANK.system, line)).toMatchObject({
        status: 'refused',
        code,
        field: `instructions.0.${field}`,
      });
      expect(await standingOf(channel)).toEqual([1_100_00, 0, 0]);
    },
  );

  it('tells the first of several mismatches, and any of them before what became of the transfer', async () => {
    const transfer = await begun(channel, BANK.system);
    await reverse(channel, BANK.system, transfer);
    for (const [from, [, , code]] of MISMATCHES.entries()) {
      const wrong = Object.fromEntries(MISMATCHES.slice(from).map(([field, value]) => [field, value]));
      expect(await reverse(channel, BANK.system, transfer, wrong)).toBe(code);
    }
    expect(await reverse(channel, BANK.system, transfer)).toBe('ALREADY_REVERSED');
  });

  it('of a deposit is an entry of its own, and the day counts neither', async () => {
    const transfer = await begun(channel, BANK.system);
    expect(await reverse(channel, BANK.system, transfer)).toBe('reversed');
    expect(await standingOf(channel)).toEqual([1_000_00, 0, 0]);
    expect(await transferOf(channel, transfer)).toMatchObject({
      state: 'reversed',
      reversedBy: expect.stringMatching(/^bank\/T-/),
    });
    expect((await rowOf(channel, ACCOUNT)).today).toMatchObject({ deposits: { mobile: [0, 0] } });
    const entries = [...channel.worldState('BankAMSP')].flatMap(([key, text]) =>
      key.startsWith('voucher/') ? JSON.parse(text).entries : [],
    );
    expect(entries.find(({ kind }) => kind === 'deposit-reversal')).toMatchObject({
      amountFen: -100_00,
      purpose: 'withdrawal-to-own-account',
      counter: 'bank-pool',
    });
  });

  it('is for the side that began the transfer', async () => {
    const [ofBank, ofBroker] = [await begun(channel, BANK.system), await begun(channel, BROKER.operator)];
    expect(await reverse(channel, BROKER.operator, ofBank)).toBe('REVERSAL_NOT_YOURS');
    expect(await reverse(channel, BANK.system, ofBroker)).toBe('REVERSAL_NOT_YOURS');
    await answer(channel, ofBroker);
    expect(await reverse(channel, BANK.system, ofBroker)).toBe('REVERSAL_NOT_YOURS');
    expect(await reverse(channel, BROKER.operator, ofBroker)).toBe('reversed');
  });

  it('of what the bank has paid is for the bank, to which the payment has come back', async () => {
    const transfer = await paid();
    expect(await standingOf(channel)).toEqual([900_00, 0, 0]);
    expect(await reverse(channel, BROKER.operator, transfer)).toBe('REVERSAL_NOT_YOURS');
    expect(await reverse(channel, BANK.system, transfer)).toBe('reversed');
    expect(await standingOf(channel)).toEqual([1_000_00, 0, 0]);
    expect((await rowOf(channel, ACCOUNT)).today).toMatchObject({ withdrawals: { mobile: [0, 0] } });
  });

  it('is not made out of money that the client has spent, reserved or sent home', async () => {
    const transfer = await begun(channel, BANK.system);
    await putHolds(channel, { [ACCOUNT]: { heldFen: 1_000_01 } });
    expect(await reverse(channel, BANK.system, transfer)).toBe('INSUFFICIENT_AVAILABLE');
    await putHolds(channel, { [ACCOUNT]: { payableFen: 1_000_01 } });
    expect(await reverse(channel, BANK.system, transfer)).toBe('INSUFFICIENT_AVAILABLE');
    await putHolds(channel, { [ACCOUNT]: {} });
    await begun(channel, BROKER.operator, { direction: 'withdrawal', amountFen: 1_000_01 });
    expect(await reverse(channel, BANK.system, transfer)).toBe('INSUFFICIENT_AVAILABLE');
  });

  it('is not made out of what sales will bring: that is the broker’s word alone', async () => {
    const transfer = await begun(channel, BANK.system);
    await putHolds(channel, { [ACCOUNT]: { receivableFen: 5_000_00 } });
    await begun(channel, BROKER.operator, { direction: 'withdrawal', amountFen: 1_000_01 });
    expect(await reverse(channel, BANK.system, transfer)).toBe('INSUFFICIENT_AVAILABLE');
  });

  it('is not made out of a freeze', async () => {
    const transfer = await begun(channel, BANK.system);
    const order = { id: 'order-1', reason: 'judicial', endsAt: null, priority: 1 } as const;
    const usual = { balanceFen: fen(1_100_00), bankAccountRef: BANK_ACCOUNT };
    await seed(channel, { [ACCOUNT]: { ...usual, freezes: [{ ...order, limitFen: fen(1_000_01) }] } });
    expect(await reverse(channel, BANK.system, transfer)).toBe('INSUFFICIENT_AVAILABLE');
    await seed(channel, { [ACCOUNT]: { ...usual, freezes: [{ ...order, limitFen: fen(1_000_00) }] } });
    expect(await reverse(channel, BANK.system, transfer)).toBe('reversed');
  });

  it('is made on the transfer’s own day; later it is corrected', async () => {
    const transfer = await begun(channel, BANK.system);
    await nextDay(channel, '2026-07-07');
    const today = { initiatedAt: at('10:00:00', '2026-07-07') };
    expect(await reverse(channel, BANK.system, transfer, today)).toBe('REVERSAL_OTHER_DAY');
    expect(await reverse(channel, BANK.system, transfer)).toBe('OTHER_BUSINESS_DAY');
  });

  it('after the sign-out takes back what is pending, and nothing that has moved money', async () => {
    const posted = await begun(channel, BANK.system);
    const pending = await begun(channel, BROKER.operator, { direction: 'withdrawal' });
    await signOutBoth(channel);
    expect(await reverse(channel, BANK.system, posted)).toBe('CLOSED_TO_TRANSFERS');
    expect(await reverse(channel, BROKER.operator, pending)).toBe('reversed');
    expect(await standingOf(channel)).toEqual([1_100_00, 0, 0]);
  });
});

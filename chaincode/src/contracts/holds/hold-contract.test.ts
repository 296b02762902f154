import { beforeEach, describe, expect, it } from 'vitest';
import type { Submitted, TestChannel } from '../../../test/ledger/test-channel.js';
import { activeAccount } from '../../../test/scenario/accounts.js';
import { cashOf } from '../../../test/scenario/books-probe.js';
import { nextDay, signOutBoth } from '../../../test/scenario/day.js';
import { carriedOut, nextSerial } from '../../../test/scenario/instruct.js';
import { BANK, BROKER, BROKER_MSP, REGULATOR } from '../../../test/scenario/members.js';
import { seed } from '../../../test/scenario/seed-contract.js';
import { at, transferChannel, transferLine } from '../../../test/scenario/transfers.js';
import { COLLECTIONS } from '../../../test/scenario/whole-channel.js';
import type { CustodyRow } from '../../model/rows/custody-row.js';
import type { HoldRecord } from '../../model/rows/hold-record.js';
import { fen } from '../../rules/money.js';
import { AccountContract } from '../accounts/account-contract.js';
import { HoldContract } from './hold-contract.js';

interface Results {
  readonly results: readonly Readonly<Record<string, unknown>>[];
}
type Line = Readonly<Record<string, unknown>>;

const ACCOUNT = '600001';
const ALONE = { caller: BROKER.trader, endorsers: [BROKER_MSP] };

let channel: TestChannel;
let bankAccountRef: string;

beforeEach(async () => {
  channel = await transferChannel({
    contracts: [AccountContract, HoldContract],
    options: { collections: COLLECTIONS },
  });
  bankAccountRef = await activeAccount(channel, ACCOUNT);
  await carriedOut(channel, 'TransferContract:Begin', BANK.system, deposit(1_000_00));
});

function deposit(amountFen: number): Line {
  return transferLine({ serial: nextSerial(), accountNumber: ACCOUNT, bankAccountRef, amountFen });
}

const taking = (orderId: string, amountFen: number, own: Line = {}) => ({
  function: 'HoldContract:Take',
  request: { holds: [{ orderId, accountNumber: ACCOUNT, amountFen, initiatedAt: at('10:30:00'), ...own }] },
  ...ALONE,
});
const take = (orderId: string, amountFen: number, own: Line = {}): Promise<Submitted<Results>> =>
  channel.submit<Results>(taking(orderId, amountFen, own));
const release = (
  orderId: string,
  amountFen: number,
  initiatedAt = at('10:40:00'),
  serial = nextSerial(),
): Promise<Submitted<Results>> =>
  channel.submit<Results>({
    function: 'HoldContract:Release',
    request: { releases: [{ serial, orderId, amountFen, initiatedAt }] },
    ...ALONE,
  });
const holdOf = (orderId: string) =>
  channel.evaluate<HoldRecord>({ function: 'HoldContract:GetHold', request: { orderId }, ...ALONE });
const heldNow = async (): Promise<readonly [number, number, number]> => {
  const { balanceFen, heldFen, availableFen } = await cashOf(channel, ACCOUNT, at('11:00:00'));
  return [balanceFen, heldFen, availableFen];
};
const resultOf = ({ answer }: Submitted<Results>) => answer.results[0];

/** The account as no contract would make it. */
const alter = (own: Partial<CustodyRow>) =>
  seed(channel, { [ACCOUNT]: { balanceFen: fen(1_000_00), bankAccountRef, ...own } });

describe('a hold (预扣)', () => {
  it('is released once for a serial, however often the release is sent', async () => {
    await take('order-1', 400_00);
    const first = resultOf(await release('order-1', 150_00, at('10:40:00'), 'release-1'));
    const again = resultOf(await release('order-1', 150_00, at('10:45:00'), 'release-1'));
    expect(again).toEqual({ ...first, replayed: true });
    expect(await heldNow()).toEqual([1_000_00, 250_00, 750_00]);
    expect(resultOf(await release('order-1', 100_00, at('10:45:00'), 'release-1'))).toMatchObject({
      status: 'refused',
      code: 'IDEMPOTENCY_CONFLICT',
      field: 'releases.0.serial',
    });
  });

  it('is endorsed by the broker alone, reserves money and moves none', async () => {
    const { validationCode, answer, writes } = await take('order-1', 400_00);
    expect(validationCode).toBe('VALID');
    expect(answer.results).toMatchObject([
      { status: 'done', orderId: 'order-1', heldFen: 400_00, replayed: false },
    ]);
    expect(await heldNow()).toEqual([1_000_00, 400_00, 600_00]);
    expect(writes.map(({ key }) => key.split('/')[0])).toEqual(['holds']);
    expect(await holdOf('order-1')).toMatchObject({
      accountNumber: ACCOUNT,
      takenFen: 400_00,
      heldFen: 400_00,
    });
  });

  it('leaves its voucher where broker and regulator see it, and the bank does not', async () => {
    const { transactionId } = await take('order-1', 400_00);
    const voucher = JSON.parse(
      channel.privateState('RegulatorMSP', 'trading').get(`voucher/${transactionId}`) ?? '',
    );
    expect(voucher.notes).toEqual([
      { instruction: 'order-1', kind: 'hold.taken', subject: ACCOUNT, facts: { amountFen: 400_00 } },
    ]);
    expect(() => channel.privateState('BankAMSP', 'trading')).toThrow('no member');
  });

  it('takes all that is available and not a fen more, of what other holds leave', async () => {
    await take('order-1', 400_00);
    expect(resultOf(await take('order-2', 600_01))).toMatchObject({
      status: 'refused',
      code: 'INSUFFICIENT_AVAILABLE',
      field: 'holds.0.amountFen',
      message: expect.stringContaining('600.00 is available'),
    });
    expect(resultOf(await take('order-2', 600_00))).toMatchObject({ status: 'done' });
    expect(await heldNow()).toEqual([1_000_00, 1_000_00, 0]);
  });

  it('sees within a batch what the lines before it hold, and refuses a line alone', async () => {
    const line = { accountNumber: ACCOUNT, initiatedAt: at('10:30:00') };
    const { answer } = await channel.submit<Results>({
      function: 'HoldContract:Take',
      request: {
        holds: [
          { ...line, orderId: 'a', amountFen: 700_00 },
          { ...line, orderId: 'b', amountFen: 300_01 },
          { ...line, orderId: 'c', amountFen: 300_00 },
        ],
      },
      ...ALONE,
    });
    expect(answer.results.map(({ status }) => status)).toEqual(['done', 'refused', 'done']);
    expect(await heldNow()).toEqual([1_000_00, 1_000_00, 0]);
    await expect(holdOf('b')).rejects.toThrow('HOLD_NOT_FOUND');
  });

  it('is taken once for an order, however often it is asked for; with another content it is refused', async () => {
    const { transactionId } = await take('order-1', 400_00);
    expect(resultOf(await take('order-1', 400_00))).toMatchObject({
      replayed: true,
      transactionId,
      heldFen: 400_00,
    });
    expect(resultOf(await take('order-1', 400_01))).toMatchObject({
      code: 'HOLD_EXISTS',
      field: 'holds.0.orderId',
    });
    expect(resultOf(await take('order-1', 400_00, { accountNumber: '880000000001' }))).toMatchObject({
      code: 'HOLD_EXISTS',
    });
    const line = { accountNumber: ACCOUNT, amountFen: 1, initiatedAt: at('10:30:00'), orderId: 'twice' };
    const twice = { ...taking('twice', 1), request: { holds: [line, line] } };
    await expect(channel.submit(twice)).rejects.toThrow('DUPLICATE_IN_BATCH [holds.1.orderId]');
    expect(await heldNow()).toEqual([1_000_00, 400_00, 600_00]);
  });

  it('is given back in parts, never more than it holds', async () => {
    await take('order-1', 400_00);
    expect(resultOf(await release('order-1', 150_00))).toMatchObject({ status: 'done', heldFen: 250_00 });
    expect(await heldNow()).toEqual([1_000_00, 250_00, 750_00]);
    expect(resultOf(await release('order-1', 250_01))).toMatchObject({
      code: 'HOLD_TOO_SMALL',
      field: 'releases.0.amountFen',
    });
    expect(resultOf(await release('order-1', 250_00))).toMatchObject({ heldFen: 0 });
    expect(resultOf(await release('order-9', 1))).toMatchObject({ code: 'HOLD_NOT_FOUND' });
    expect(await heldNow()).toEqual([1_000_00, 0, 1_000_00]);
  });

  it('ends with its day: the next one begins with nothing held and nothing to release', async () => {
    await take('order-1', 400_00);
    await nextDay(channel, '2026-07-07');
    const tomorrow = at('10:30:00', '2026-07-07');
    const { heldFen } = await cashOf(channel, ACCOUNT, tomorrow);
    expect(heldFen).toBe(0);
    expect(resultOf(await release('order-1', 400_00, tomorrow))).toMatchObject({ code: 'HOLD_NOT_FOUND' });
    expect(resultOf(await take('order-1', 400_00))).toMatchObject({ replayed: true, heldFen: 0 });
    expect(resultOf(await take('order-2', 1_000_00, { initiatedAt: tomorrow }))).toMatchObject({
      status: 'done',
    });
    expect(resultOf(await take('order-3', 1))).toMatchObject({ code: 'OTHER_BUSINESS_DAY' });
  });

  it('is taken while the day is open, and given back also after the sign-out', async () => {
    await take('order-1', 400_00);
    await signOutBoth(channel);
    expect(resultOf(await take('order-2', 1))).toMatchObject({ code: 'CLOSED_TO_TRANSFERS' });
    expect(resultOf(await take('order-1', 400_00))).toMatchObject({ replayed: true });
    expect(resultOf(await release('order-1', 400_00))).toMatchObject({ status: 'done' });
  });

  it('is not for an account that may not buy', async () => {
    const reasons = ['forty-eight-hours', 'loss-report'] as const;
    const order = { id: 'order-1', limitFen: null, endsAt: null, priority: 1 };
    for (const reason of reasons) {
      await alter({ freezes: [{ ...order, reason }] });
      expect(resultOf(await take(reason, 1))).toMatchObject({ code: 'ACCOUNT_FROZEN' });
    }
    await alter({ freezes: [{ ...order, reason: 'business-restriction', blocks: ['buy'] }] });
    expect(resultOf(await take('restricted', 1))).toMatchObject({ code: 'ACCOUNT_FROZEN' });
    for (const status of ['suspended', 'closing', 'closed'] as const) {
      await alter({ status });
      expect(resultOf(await take(status, 1))).toMatchObject({ code: 'ACCOUNT_STATUS' });
    }
    expect(resultOf(await take('nobody', 1, { accountNumber: '600009' }))).toMatchObject({
      code: 'ACCOUNT_NOT_FOUND',
      field: 'holds.0.accountNumber',
    });
  });

  it('is read by broker and regulator', async () => {
    await take('order-1', 400_00);
    const call = { function: 'HoldContract:GetHold', request: { orderId: 'order-1' } };
    const endorsers = ['RegulatorMSP'];
    expect(await channel.evaluate({ ...call, caller: REGULATOR.auditor, endorsers })).toMatchObject({
      heldFen: 400_00,
    });
    await expect(channel.evaluate({ ...call, caller: BANK.operator })).rejects.toThrow('NOT_PERMITTED');
  });
});

describe('the broker alone (#29)', () => {
  it('moves no balance: what it endorses by itself is committed without effect', async () => {
    const { validationCode } = await channel.submit({
      function: 'TransferContract:Begin',
      request: { instructions: [deposit(1_00)] },
      caller: BROKER.operator,
      endorsers: [BROKER_MSP],
    });
    expect(validationCode).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(await heldNow()).toEqual([1_000_00, 0, 1_000_00]);
  });

  it('is needed for a hold: the bank cannot reserve its clients’ money for it', async () => {
    await expect(
      channel.submit({ ...taking('order-1', 1), endorsers: ['BankAMSP'], caller: BANK.operator }),
    ).rejects.toThrow('NOT_PERMITTED');
    const { set, privateWrites, ...rest } = await channel.endorse(taking('order-1', 1));
    const [committed] = await channel.commit([{ ...rest, set, privateWrites, endorsers: ['BankAMSP'] }]);
    expect(committed?.validationCode).toBe('ENDORSEMENT_POLICY_FAILURE');
  });

  it('holds on what the book says: a deposit on the same folio before it in the block voids it, and again it works', async () => {
    const request = { instructions: [deposit(500_00)] };
    const block = [
      await channel.endorse({ function: 'TransferContract:Begin', request, caller: BANK.system }),
      await channel.endorse(taking('order-1', 900_00)),
    ];
    const committed = await channel.commit(block);
    expect(committed.map(({ validationCode }) => validationCode)).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
    expect(await heldNow()).toEqual([1_500_00, 0, 1_500_00]);
    expect(resultOf(await take('order-1', 900_00))).toMatchObject({ status: 'done', replayed: false });
    expect(await heldNow()).toEqual([1_500_00, 900_00, 600_00]);
  });
});

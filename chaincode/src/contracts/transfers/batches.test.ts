import { beforeEach, describe, expect, it } from 'vitest';
import type { TestChannel } from '../../../test/ledger/test-channel.js';
import { carriedOut, nextSerial } from '../../../test/scenario/instruct.js';
import { BANK, BROKER, REGULATOR } from '../../../test/scenario/members.js';
import {
  ACCOUNT,
  answer,
  at,
  begun,
  claim,
  expire,
  OTHER_ACCOUNT,
  reverse,
  standingOf,
  transferChannel,
  transferLine,
} from '../../../test/scenario/transfers.js';
import type { BatchAnswer } from '../../model/answers/batch.js';
import type { VoucherRow } from '../../model/rows/voucher-row.js';
import { BookContract } from '../book/book-contract.js';
import { FreezeContract } from '../freezes/freeze-contract.js';

type Line = Readonly<Record<string, unknown>>;

let channel: TestChannel;

beforeEach(async () => {
  channel = await transferChannel({
    contracts: [BookContract, FreezeContract],
    parameters: { instructionsPerBatch: 5 },
  });
});

const line = (own: Line = {}): Line => transferLine({ serial: nextSerial(), ...own });
const call = (instructions: readonly Line[], own: Line = {}, caller = BANK.system) => ({
  function: 'TransferContract:Begin',
  request: { instructions, ...own },
  caller,
});
const send = async (instructions: readonly Line[], own: Line = {}, caller = BANK.system) =>
  channel.submit<BatchAnswer>(call(instructions, own, caller));
const voucherOf = (transactionId: string) =>
  channel.evaluate<VoucherRow>({
    function: 'BookContract:GetVoucher',
    request: { transactionId },
    caller: REGULATOR.auditor,
  });
const laneOf = (number: number) =>
  channel.evaluate({
    function: 'BookContract:GetLane',
    request: { side: 'bank', number },
    caller: REGULATOR.auditor,
  });

describe('an instruction that is sent again (#14)', () => {
  it('ten times has one effect and gives the first result each time', async () => {
    const instruction = line();
    const first = await send([instruction]);
    for (let time = 1; time < 10; time += 1) {
      const { answer: again, writes } = await send([instruction]);
      expect(again.results).toEqual([{ ...first.answer.results[0], replayed: true }]);
      expect(writes).toEqual([]);
    }
    expect(await standingOf(channel)).toEqual([1_100_00, 0, 0]);
  });

  it('gives the result of then, whatever has become of it since', async () => {
    const instruction = line({ direction: 'withdrawal' });
    const { answer: first } = await send([instruction], {}, BROKER.operator);
    const name = { side: 'broker', serial: String(instruction.serial) } as const;
    await claim(channel, name);
    await answer(channel, name);
    const { answer: again } = await send([instruction], {}, BROKER.operator);
    expect(again.results).toEqual([{ ...first.results[0], replayed: true }]);
    expect(again.results[0]).toMatchObject({ facts: { state: 'in-transit', balanceFen: 1_000_00 } });
  });

  it.each([
    ['amount', { amountFen: 100_01 }],
    ['direction', { direction: 'withdrawal' }],
    ['account', { accountNumber: OTHER_ACCOUNT }],
    ['time', { initiatedAt: at('10:00:01') }],
  ])('with another %s is refused, and the first stays', async (_what, change) => {
    const instruction = line();
    const { transactionId } = await send([instruction]);
    const { answer: other } = await send([{ ...instruction, ...change }]);
    expect(other.results).toMatchObject([
      { status: 'refused', code: 'IDEMPOTENCY_CONFLICT', field: 'instructions.0.serial', transactionId },
    ]);
    expect(await standingOf(channel)).toEqual([1_100_00, 0, 0]);
    expect(await standingOf(channel, OTHER_ACCOUNT)).toEqual([1_000_00, 0, 0]);
  });

  it('is the same in another zone of time, with the fields in another order', async () => {
    const instruction = line();
    await send([instruction]);
    const reordered = Object.fromEntries(Object.entries(instruction).reverse());
    const { answer: again } = await send([{ ...reordered, initiatedAt: '2026-07-06T02:00:00.5Z' }]);
    expect(again.results).toMatchObject([{ status: 'done', replayed: true }]);
  });

  it('under the same serial by the other side is another instruction', async () => {
    const instruction = line();
    await send([instruction]);
    const { answer: other } = await send([instruction], {}, BROKER.operator);
    expect(other.results).toMatchObject([{ status: 'done', facts: { state: 'requested' }, replayed: false }]);
  });

  it('under the serial of another function is refused', async () => {
    const transfer = await begun(channel, BROKER.operator);
    const instruction = line();
    await send([instruction]);
    const answering = { serial: instruction.serial, transfer, outcome: 'done', initiatedAt: at('10:01:00') };
    const { answer: other } = await channel.submit<BatchAnswer>({
      function: 'TransferContract:Answer',
      request: { instructions: [answering] },
      caller: BANK.system,
    });
    expect(other.results).toMatchObject([{ code: 'IDEMPOTENCY_CONFLICT' }]);
  });

  it('was refused and stays so, also when what stood against it is gone', async () => {
    const instruction = line({ direction: 'withdrawal', amountFen: 1_500_00 });
    const { answer: first } = await send([instruction]);
    expect(first.results).toMatchObject([{ code: 'INSUFFICIENT_WITHDRAWABLE', replayed: false }]);
    await send([line({ amountFen: 1_000_00 })]);
    const { answer: again } = await send([instruction]);
    expect(again.results).toEqual([{ ...first.results[0], replayed: true }]);
    const { answer: anew } = await send([{ ...instruction, serial: nextSerial() }]);
    expect(anew.results).toMatchObject([{ status: 'done' }]);
  });

  it('twice in one batch leaves the batch without effect', async () => {
    const instruction = line();
    await expect(send([line(), instruction, instruction])).rejects.toThrow(
      'DUPLICATE_IN_BATCH [instructions.2.serial]',
    );
    expect(await standingOf(channel)).toEqual([1_000_00, 0, 0]);
  });

  it('in two transactions of a block has effect once', async () => {
    const instruction = line();
    const both = [await channel.endorse(call([instruction])), await channel.endorse(call([instruction]))];
    const committed = await channel.commit(both);
    expect(committed.map(({ validationCode }) => validationCode)).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
    expect(await standingOf(channel)).toEqual([1_100_00, 0, 0]);
  });
});

describe('a batch', () => {
  it('answers a line each: one in the middle is refused, and of it nothing is left but the refusal', async () => {
    const lines = [
      line(),
      line({ direction: 'withdrawal', amountFen: 9_000_00 }),
      line({ accountNumber: OTHER_ACCOUNT, amountFen: 1 }),
    ];
    const { answer: done, transactionId } = await send(lines);
    expect(done.results).toMatchObject([
      { serial: lines[0]?.serial, status: 'done', facts: { state: 'posted', balanceFen: 1_100_00 } },
      { serial: lines[1]?.serial, status: 'refused', field: 'instructions.1.amountFen' },
      { serial: lines[2]?.serial, status: 'done', facts: { balanceFen: 1_000_01 } },
    ]);
    expect(await standingOf(channel)).toEqual([1_100_00, 0, 0]);
    const { entries, counterEntries, notes } = await voucherOf(transactionId);
    expect(entries.map(({ accountNumber, amountFen }) => [accountNumber, amountFen])).toEqual([
      [ACCOUNT, 100_00],
      [OTHER_ACCOUNT, 1],
    ]);
    expect(counterEntries).toEqual({ 'bank-pool': -100_01 });
    expect(notes).toEqual([
      { instruction: `bank/${lines[1]?.serial}`, kind: 'refused', subject: 'INSUFFICIENT_WITHDRAWABLE' },
    ]);
  });

  it('reads what it has written: a deposit and then the withdrawal of it', async () => {
    const all = { direction: 'withdrawal', amountFen: 1_100_00 };
    const { answer: done } = await send([
      line(all),
      line(),
      line(all),
      line({ direction: 'withdrawal', amountFen: 1 }),
    ]);
    expect(done.results.map(({ status }) => status)).toEqual(['refused', 'done', 'done', 'refused']);
    expect(await standingOf(channel)).toEqual([1_100_00, 1_100_00, 1]);
  });

  it('is as long as agreed at most, and has a line at least', async () => {
    const six = Array.from({ length: 6 }, () => line());
    await expect(send(six)).rejects.toThrow('TOO_MANY_LINES [instructions]: A batch has at most 5 lines');
    await expect(send([])).rejects.toThrow('MALFORMED_REQUEST [instructions]');
    expect((await send(six.slice(1))).answer.results).toHaveLength(5);
  });

  it('with a line that has no form is refused as a whole, and names the field', async () => {
    for (const [field, value] of [
      ['amountFen', 0],
      ['amountFen', 1.5],
      ['amountFen', 2 ** 53],
      ['serial', 'x'.repeat(65)],
      ['initiatedAt', '2026-07-06 10:00'],
      ['unknown', 1],
    ] as const) {
      await expect(send([line(), line({ [field]: value })])).rejects.toThrow(
        `MALFORMED_REQUEST [instructions.1.${field}]`,
      );
    }
    expect(await standingOf(channel)).toEqual([1_000_00, 0, 0]);
  });
});

describe('a lane', () => {
  it('takes the next batch and no other, and tells of one that it has', async () => {
    expect(await laneOf(3)).toEqual({ side: 'bank', number: 3, lastBatch: 0 });
    const { transactionId } = await send([line()], { lane: { number: 3, batch: 1 } });
    expect(await laneOf(3)).toEqual({ side: 'bank', number: 3, lastBatch: 1, transactionId });
    await expect(send([line()], { lane: { number: 3, batch: 1 } })).rejects.toThrow(
      `BATCH_ALREADY_POSTED [lane.batch]: Lane 3 of the bank has batch 1 already, in transaction ${transactionId}`,
    );
    await expect(send([line()], { lane: { number: 3, batch: 3 } })).rejects.toThrow(
      'BATCH_OUT_OF_ORDER [lane.batch]: The next batch of lane 3 of the bank is 2.',
    );
    await expect(send([line()], { lane: { number: 4, batch: 2 } })).rejects.toThrow('BATCH_OUT_OF_ORDER');
    await send([line()], { lane: { number: 3, batch: 2 } });
    expect((await voucherOf(transactionId)).lane).toEqual({ number: 3, batch: 1 });
    expect(await standingOf(channel)).toEqual([1_200_00, 0, 0]);
  });

  it('is the side’s own, and moves on with a batch of which every line is refused or repeated', async () => {
    const instruction = line();
    await send([instruction], { lane: { number: 0, batch: 1 } });
    await send([instruction], { lane: { number: 0, batch: 1 } }, BROKER.operator);
    await send([instruction], { lane: { number: 0, batch: 2 } });
    await send([line({ accountNumber: '880000000009' })], { lane: { number: 0, batch: 3 } });
    expect(await laneOf(0)).toMatchObject({ lastBatch: 3 });
    expect(await standingOf(channel)).toEqual([1_100_00, 0, 1]);
  });

  it('of which a batch as a whole is refused stays where it was', async () => {
    const instruction = line();
    await expect(send([instruction, instruction], { lane: { number: 0, batch: 1 } })).rejects.toThrow();
    expect(await laneOf(0)).toMatchObject({ lastBatch: 0 });
  });

  it('takes a batch once where it was sent twice before either was committed', async () => {
    const lane = { lane: { number: 0, batch: 1 } };
    const both = [await channel.endorse(call([line()], lane)), await channel.endorse(call([line()], lane))];
    const committed = await channel.commit(both);
    expect(committed.map(({ validationCode }) => validationCode)).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
  });
});

describe('a transfer that is suspended', () => {
  it('stands where it is until that is lifted', async () => {
    const transfer = await begun(channel, BROKER.operator, { direction: 'withdrawal' });
    const suspension = { transfer, initiatedAt: at('10:00:30') };
    await carriedOut(channel, 'FreezeContract:SuspendTransfer', BANK.risk, {
      ...suspension,
      reason: 'Under review',
    });
    expect(await claim(channel, transfer)).toBe('TRANSFER_SUSPENDED');
    expect(await answer(channel, transfer, 'refused')).toBe('TRANSFER_SUSPENDED');
    expect(await expire(channel, transfer)).toBe('TRANSFER_SUSPENDED');
    expect(await reverse(channel, BROKER.operator, transfer)).toBe('TRANSFER_SUSPENDED');
    expect(await standingOf(channel)).toEqual([1_000_00, 100_00, 1]);
    const nextMorning = { ...suspension, initiatedAt: at('08:00:00', '2026-07-07') };
    await carriedOut(channel, 'FreezeContract:ResumeTransfer', BANK.risk, nextMorning);
    expect(await claim(channel, transfer)).toBe('claimed');
  });
});

describe('a voucher', () => {
  it('is found by its transaction, or not at all', async () => {
    await expect(voucherOf('ab'.repeat(32))).rejects.toThrow('VOUCHER_NOT_FOUND [transactionId]');
    const { transactionId } = await send([line()]);
    expect(await voucherOf(transactionId)).toMatchObject({
      transactionId,
      businessDate: '2026-07-06',
      function: 'TransferContract:Begin',
      by: { mspId: 'BankAMSP', user: 'bank-system' },
    });
  });

  it('is told of by an event that says where it is', async () => {
    const { event, transactionId } = await send([line()]);
    expect(event?.name).toBe('Voucher');
    expect(JSON.parse(event?.payload ?? '')).toEqual({ voucher: `voucher/${transactionId}`, entries: 1 });
  });
});

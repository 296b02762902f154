import { beforeEach, describe, expect, it } from 'vitest';
import type { TestChannel } from '../../../test/ledger/test-channel.js';
import { rowOf } from '../../../test/scenario/books-probe.js';
import {
  agreeTotals,
  confirmTotals,
  postChunk,
  posting,
  proposeTotals,
  toClearing,
} from '../../../test/scenario/clearing.js';
import { closeDay, nextDay, signInBoth } from '../../../test/scenario/day.js';
import { REGULATOR } from '../../../test/scenario/members.js';
import { seed } from '../../../test/scenario/seed-contract.js';
import {
  ACCOUNT,
  BANK_ACCOUNT,
  OTHER_ACCOUNT,
  standingOf,
  transferChannel,
} from '../../../test/scenario/transfers.js';
import { totalsOfPostings } from '../../books/clearing-totals.js';
import { LARGEST_BALANCE_FEN } from '../../books/custody-book.js';
import type { CustodyRow } from '../../model/rows/custody-row.js';
import { fen } from '../../rules/money.js';
import { ClearingContract } from './clearing-contract.js';

const CHUNK = [
  posting(ACCOUNT, -600_00, { fees: 5_00, tax: 60 }),
  posting(OTHER_ACCOUNT, 250_00, { fees: 5_00, interest: 12 }),
];

let channel: TestChannel;

async function clearingDay(row: Partial<CustodyRow> = {}, parameters = {}): Promise<TestChannel> {
  channel = await transferChannel({ contracts: [ClearingContract], row, parameters });
  await toClearing(channel);
  return channel;
}

const totalsNow = () =>
  channel.evaluate({
    function: 'ClearingContract:GetTotals',
    request: { businessDate: '2026-07-06' },
    caller: REGULATOR.auditor,
  });

describe('a day’s clearing', () => {
  beforeEach(() => clearingDay());

  it('posts each client’s net, fees, tax and interest as both sides have signed them', async () => {
    await agreeTotals(channel, CHUNK);
    const { transactionId } = await postChunk(channel, 0, CHUNK);
    expect(await standingOf(channel, ACCOUNT)).toEqual([394_40, 0, 0]);
    expect(await standingOf(channel, OTHER_ACCOUNT)).toEqual([1_245_12, 0, 0]);
    const voucher = JSON.parse(channel.worldState('BankAMSP').get(`voucher/${transactionId}`) ?? '');
    expect(voucher.cleared).toEqual([
      [ACCOUNT, -600_00, 5_00, 60, 0, 394_40],
      [OTHER_ACCOUNT, 250_00, 5_00, 0, 12, 1_245_12],
    ]);
    expect(voucher.counterEntries).toEqual({ settlement: 350_00, 'fees-and-tax': 10_60, interest: -12 });
    expect((await closeDay(channel)).state).toBe('closed');
  });

  it('goes in its order: proposed by the broker, confirmed by the bank as it stands, posted chunk by chunk', async () => {
    await expect(postChunk(channel, 0, CHUNK)).rejects.toThrow(
      'CONTROL_TOTALS_MISSING: The control totals of 2026-07-06 have not been proposed by the broker.',
    );
    await expect(confirmTotals(channel, 'ab'.repeat(32))).rejects.toThrow('CONTROL_TOTALS_MISSING');
    await expect(totalsNow()).rejects.toThrow('CONTROL_TOTALS_MISSING [businessDate]');
    const first = await proposeTotals(channel, [totalsOfPostings(CHUNK)]);
    await expect(postChunk(channel, 0, CHUNK)).rejects.toThrow('wait for the bank’s confirmation');
    await expect(closeDay(channel)).rejects.toThrow('CONTROL_TOTALS_MISSING');
    const second = await proposeTotals(channel, [
      totalsOfPostings(CHUNK),
      totalsOfPostings(CHUNK.slice(0, 1)),
    ]);
    await expect(confirmTotals(channel, first.contentHash)).rejects.toThrow(
      `CONTROL_TOTALS_DIFFER [contentHash]: The broker’s control totals of 2026-07-06 have the hash ${second.contentHash}.`,
    );
    expect(await confirmTotals(channel, second.contentHash)).toEqual({ ...second, confirmed: true });
    expect(await confirmTotals(channel, second.contentHash)).toEqual({ ...second, confirmed: true });
    expect(await totalsNow()).toEqual({ ...second, confirmed: true });
  });

  it('is not over before every chunk is posted, each of them once', async () => {
    const [one, two] = [CHUNK.slice(0, 1), CHUNK.slice(1)];
    await agreeTotals(channel, one, two);
    await postChunk(channel, 1, two);
    await expect(postChunk(channel, 1, two)).rejects.toThrow(
      'CHUNK_POSTED [chunk]: Chunk 1 was posted in transaction',
    );
    await expect(closeDay(channel)).rejects.toThrow(
      'CHUNKS_MISSING: 1 of the 2 chunks of 2026-07-06 are posted.',
    );
    await postChunk(channel, 0, one);
    expect((await closeDay(channel)).state).toBe('closed');
  });

  it('lets only one of two that post a chunk at the same time', async () => {
    await agreeTotals(channel, CHUNK);
    const call = {
      function: 'ClearingContract:PostChunk',
      request: { chunk: 0, postings: CHUNK },
      caller: { mspId: 'BrokerXMSP', id: 'clearing', roles: ['broker-clearing'] },
    };
    const both = [await channel.endorse(call), await channel.endorse(call)];
    const committed = await channel.commit(both);
    expect(committed.map(({ validationCode }) => validationCode)).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
    expect(await standingOf(channel, ACCOUNT)).toEqual([394_40, 0, 0]);
  });

  const wrong: readonly (readonly [string, typeof CHUNK, string])[] = [
    ['postings', CHUNK.slice(0, 1), 'The postings of chunk 0 is 1, and both sides have signed 2.'],
    [
      'settlementFen',
      [posting(ACCOUNT, -600_01, { fees: 5_00, tax: 60 }), ...CHUNK.slice(1)],
      'The settlementFen of',
    ],
    ['feesFen', [posting(ACCOUNT, -600_00, { fees: 5_01, tax: 60 }), ...CHUNK.slice(1)], 'The feesFen of'],
    ['taxFen', [posting(ACCOUNT, -600_00, { fees: 5_00, tax: 61 }), ...CHUNK.slice(1)], 'The taxFen of'],
    [
      'interestFen',
      [posting(ACCOUNT, -600_00, { fees: 5_00, tax: 60, interest: 1 }), ...CHUNK.slice(1)],
      'The interestFen of',
    ],
    ['digest', [...CHUNK].reverse(), 'The digest of'],
  ];

  it.each(wrong)('refuses a chunk whose %s is not as signed', async (_name, postings, sentence) => {
    await agreeTotals(channel, CHUNK);
    await expect(postChunk(channel, 0, postings)).rejects.toThrow(
      `CONTROL_TOTALS_DIFFER [postings]: ${sentence}`,
    );
    expect(await standingOf(channel, ACCOUNT)).toEqual([1_000_00, 0, 0]);
  });

  it('refuses the lines of one account exchanged for another’s, with all sums as signed', async () => {
    await agreeTotals(channel, [posting(ACCOUNT, -10_00), posting(OTHER_ACCOUNT, 10_00)]);
    const exchanged = [posting(ACCOUNT, 10_00), posting(OTHER_ACCOUNT, -10_00)];
    await expect(postChunk(channel, 0, exchanged)).rejects.toThrow(
      'CONTROL_TOTALS_DIFFER [postings]: The digest',
    );
  });

  it('refuses a chunk that nobody has signed, and one in which an account stands twice', async () => {
    const twice = [posting(ACCOUNT, 1), posting(ACCOUNT, 2)];
    await agreeTotals(channel, twice);
    await expect(postChunk(channel, 1, CHUNK)).rejects.toThrow('CONTROL_TOTALS_DIFFER [chunk]');
    await expect(postChunk(channel, 0, twice)).rejects.toThrow('DUPLICATE_IN_BATCH [postings.1]');
  });

  it('posts the whole chunk or nothing of it: a shortfall, an account that is not there', async () => {
    const short = [...CHUNK.slice(1), posting(ACCOUNT, -999_00, { fees: 1_01 })];
    const unknown = [...CHUNK, posting('880000000003', 1)];
    await agreeTotals(channel, short, unknown);
    await expect(postChunk(channel, 0, short)).rejects.toThrow(
      `CLEARING_SHORTFALL [postings.1]: Account ${ACCOUNT} has 1000.00, and clearing would leave -0.01.`,
    );
    await expect(postChunk(channel, 1, unknown)).rejects.toThrow('ACCOUNT_NOT_FOUND [postings.2]');
    expect(await standingOf(channel, ACCOUNT)).toEqual([1_000_00, 0, 0]);
    expect(await standingOf(channel, OTHER_ACCOUNT)).toEqual([1_000_00, 0, 0]);
  });

  it('is agreed on anew where a chunk cannot be posted; what is posted stands', async () => {
    const [short, good] = [[posting(ACCOUNT, -1_000_01)], CHUNK.slice(1)];
    await agreeTotals(channel, good, short);
    await postChunk(channel, 0, good);
    await expect(postChunk(channel, 1, short)).rejects.toThrow('CLEARING_SHORTFALL');
    await expect(closeDay(channel)).rejects.toThrow('CHUNKS_MISSING');
    const paid = [posting(ACCOUNT, -1_000_00)];
    for (const chunks of [[paid, good], [paid]]) {
      await expect(proposeTotals(channel, chunks.map(totalsOfPostings))).rejects.toThrow(
        'CONTROL_TOTALS_EXIST [chunks.0]: Chunk 0 of 2026-07-06 is posted',
      );
    }
    const { contentHash } = await proposeTotals(channel, [good, paid].map(totalsOfPostings));
    await expect(postChunk(channel, 1, paid)).rejects.toThrow('CONTROL_TOTALS_MISSING');
    // While the new totals wait for the bank, what is posted stands as well.
    await expect(proposeTotals(channel, [paid, good].map(totalsOfPostings))).rejects.toThrow(
      'CONTROL_TOTALS_EXIST [chunks.0]: Chunk 0 of 2026-07-06 is posted',
    );
    await confirmTotals(channel, contentHash);
    await postChunk(channel, 1, paid);
    expect(await standingOf(channel, ACCOUNT)).toEqual([0, 0, 0]);
    expect((await closeDay(channel)).state).toBe('closed');
  });

  it('proposed again as it stands takes no confirmation back', async () => {
    await agreeTotals(channel, CHUNK);
    expect(await proposeTotals(channel, [totalsOfPostings(CHUNK)])).toMatchObject({ confirmed: true });
  });

  it('is of its day: what was signed yesterday posts nothing today', async () => {
    await agreeTotals(channel, CHUNK);
    await postChunk(channel, 0, CHUNK);
    await closeDay(channel);
    await signInBoth(channel, '2026-07-07');
    await expect(postChunk(channel, 0, CHUNK)).rejects.toThrow('DAY_OUT_OF_ORDER');
    await toClearing(channel);
    await expect(postChunk(channel, 0, CHUNK)).rejects.toThrow('CONTROL_TOTALS_MISSING');
  });

  it('moves in a chunk no more than adds up exactly', async () => {
    const huge = posting(ACCOUNT, Number.MAX_SAFE_INTEGER, { fees: Number.MAX_SAFE_INTEGER });
    await agreeTotals(channel, [huge]);
    await expect(postChunk(channel, 0, [huge])).rejects.toThrow(
      'CONTROL_TOTALS_DIFFER [postings]: Chunk 0 moves more',
    );
  });
});

describe('clearing', () => {
  it('is done in its state of the day only', async () => {
    channel = await transferChannel({ contracts: [ClearingContract] });
    await expect(proposeTotals(channel, [totalsOfPostings(CHUNK)])).rejects.toThrow('DAY_OUT_OF_ORDER');
    await expect(confirmTotals(channel, 'ab'.repeat(32))).rejects.toThrow('DAY_OUT_OF_ORDER');
    await nextDay(channel, '2026-07-07');
    await expect(postChunk(channel, 0, CHUNK)).rejects.toThrow('DAY_OUT_OF_ORDER');
  });

  it('takes what is owed for trades before any freeze', async () => {
    const order = { id: 'order-1', reason: 'judicial', limitFen: null, endsAt: null, priority: 1 } as const;
    await clearingDay({ freezes: [order] });
    await agreeTotals(channel, CHUNK);
    await postChunk(channel, 0, CHUNK);
    expect(await standingOf(channel, ACCOUNT)).toEqual([394_40, 0, 0]);
  });

  it('settles the interest of a closing account, also where it is nothing', async () => {
    await clearingDay({ status: 'closing' });
    const lines = [posting(ACCOUNT, 0), posting(OTHER_ACCOUNT, 0)];
    await agreeTotals(channel, lines);
    await postChunk(channel, 0, lines);
    expect((await rowOf(channel, ACCOUNT)).interestSettledOn).toBe('2026-07-06');
    expect((await rowOf(channel, OTHER_ACCOUNT)).interestSettledOn).toBeUndefined();
  });

  it('brings a closed account nothing, and no account more than can be kept', async () => {
    await clearingDay({ balanceFen: LARGEST_BALANCE_FEN });
    const closed = { balanceFen: fen(0), bankAccountRef: BANK_ACCOUNT, status: 'closed' } as const;
    await seed(channel, { [OTHER_ACCOUNT]: closed });
    const [over, toClosed] = [[posting(ACCOUNT, 1)], [posting(OTHER_ACCOUNT, 0, { interest: 1 })]];
    await agreeTotals(channel, over, toClosed);
    await expect(postChunk(channel, 0, over)).rejects.toThrow('BALANCE_OUT_OF_RANGE [postings.0]');
    await expect(postChunk(channel, 1, toClosed)).rejects.toThrow('ACCOUNT_CLOSED [postings.0]');
  });

  it('has no chunk longer than agreed, neither promised nor sent, so none can be promised that could not be sent', async () => {
    await clearingDay({}, { postingsPerBatch: 1 });
    await expect(proposeTotals(channel, [totalsOfPostings(CHUNK)])).rejects.toThrow(
      'TOO_MANY_LINES [chunks.0.postings]',
    );
    await expect(postChunk(channel, 0, CHUNK)).rejects.toThrow('TOO_MANY_LINES [postings]');
  });
});

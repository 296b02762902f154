import { describe, expect, it } from 'vitest';
import { totalsOfPostings } from '../../src/books/clearing-totals.js';
import { fuzzContract } from '../ledger/fuzz.js';
import type { Caller } from '../ledger/proposal.js';
import type { TestChannel } from '../ledger/test-channel.js';
import { activeAccount } from '../scenario/accounts.js';
import { confirmTotals, proposeTotals, toClearing } from '../scenario/clearing.js';
import { openDay } from '../scenario/day.js';
import { carriedOut } from '../scenario/instruct.js';
import { BANK, BANK_MSP, BROKER, BROKER_MSP, REGULATOR } from '../scenario/members.js';
import { wholeChannel } from '../scenario/whole-channel.js';
import { ACCOUNT, examples, POSTINGS, unlike } from './examples.js';

/** Calls on each channel; FUZZ_RUNS asks for more, for a night of them. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 1_200);
const CALLERS = [
  ...Object.values(BANK),
  ...Object.values(BROKER),
  REGULATOR.auditor,
  { mspId: 'StrangerMSP', id: 'stranger', roles: ['administrator', 'broker-trader'] },
];

/** Who endorses what one side alone endorses. */
function endorsersOf(name: string, { mspId }: Caller): readonly string[] | undefined {
  if (name.startsWith('HoldContract:')) return [BROKER_MSP];
  const isEvidence = name.startsWith('EvidenceContract:');
  return isEvidence ? [mspId === BANK_MSP ? BANK_MSP : BROKER_MSP] : undefined;
}

async function fuzzed(channel: TestChannel, bankAccountRef = '0123456789abcdef') {
  const all = examples(bankAccountRef);
  expect(unlike(channel, all)).toEqual([]);
  const report = await fuzzContract(channel, { examples: all, callers: CALLERS, endorsersOf, runs: RUNS });
  expect([...report.codes.keys()]).toEqual(expect.arrayContaining(['MALFORMED_REQUEST', 'NOT_PERMITTED']));
  return report;
}

/** A day on which an account has money and a transfer. */
async function openChannel(): Promise<{ readonly channel: TestChannel; readonly ref: string }> {
  const channel = wholeChannel();
  await openDay(channel);
  const ref = await activeAccount(channel, ACCOUNT);
  await carriedOut(channel, 'TransferContract:Begin', BANK.system, {
    ...{ serial: 'begun-1', direction: 'deposit', accountNumber: ACCOUNT, bankAccountRef: ref },
    ...{ amountFen: 10_000, channel: 'web', initiatedAt: '2026-07-06T09:30:00+08:00' },
  });
  return { channel, ref };
}

describe('the edge of all contracts', () => {
  it('answers whatever is sent on an open day with a code, or changes the books with a voucher', async () => {
    const { channel, ref } = await openChannel();
    const { committed, answered } = await fuzzed(channel, ref);
    expect(committed).toBeGreaterThan(0);
    expect(answered).toBeGreaterThan(0);
  }, 600_000);

  it('answers whatever is sent while the day is cleared with a code, or changes the books with a voucher', async () => {
    const { channel, ref } = await openChannel();
    await toClearing(channel);
    const { contentHash } = await proposeTotals(channel, [totalsOfPostings(POSTINGS)]);
    await confirmTotals(channel, contentHash);
    await fuzzed(channel, ref);
  }, 600_000);

  it('answers whatever is sent on a channel on which nothing is agreed yet with a code', async () => {
    await fuzzed(wholeChannel());
  }, 600_000);
});

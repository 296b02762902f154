import { describe, expect, it } from 'vitest';
import { propose } from '../corrections/correct.js';
import { fuzzContract } from '../ledger/fuzz.js';
import { BANK, BROKER, REGULATOR } from '../scenario/members.js';
import {
  ACCOUNT,
  at,
  BANK_ACCOUNT,
  COURT,
  channelWith,
  courtOrder,
  restriction,
  temporaryFreeze,
} from './frozen-channel.js';

const batch = (...lines: readonly object[]) => ({
  request: { instructions: lines.map((line, index) => ({ serial: `F-${index}`, ...line })) },
});
const initiatedAt = at('10:00:00');
const transfer = { side: 'broker', serial: 'nothing' };
const booking = {
  kind: 'book',
  direction: 'deposit',
  accountNumber: ACCOUNT,
  bankAccountRef: BANK_ACCOUNT,
  amountFen: 1,
  bankSerial: 'CORE-1',
  businessDate: '2026-07-03',
};
const proposed = (id: string, change: object) => ({
  request: { id, change, reason: 'Difference', initiatedAt },
});

describe('the edge of the contracts of freezes and corrections', () => {
  it('answers whatever is sent with a code or a voucher', async () => {
    const channel = await channelWith(100_00);
    const { contentHash } = await propose(channel, { id: 'open', change: booking });
    const examples = {
      'FreezeContract:Place': [batch(courtOrder(), temporaryFreeze()), batch(restriction())],
      'FreezeContract:Release': [
        batch({ id: 'order-1', authority: COURT, documentNumber: '1', initiatedAt }),
      ],
      'FreezeContract:ReportLoss': [batch({ accountNumber: ACCOUNT, initiatedAt })],
      'FreezeContract:CancelLoss': [batch({ accountNumber: ACCOUNT, initiatedAt })],
      'FreezeContract:SuspendTransfer': [
        batch({ transfer, reason: 'Unusual', authority: COURT, initiatedAt }),
      ],
      'FreezeContract:ResumeTransfer': [batch({ transfer, initiatedAt })],
      'FreezeContract:GetFreeze': [{ request: { id: 'order-1' } }],
      'CorrectionContract:Propose': [
        proposed('a', booking),
        proposed('b', { kind: 'undo', original: transfer, amountFen: 1 }),
        proposed('c', { kind: 'deduct', freezeId: 'order-1', amountFen: 1, documentNumber: '1' }),
      ],
      'CorrectionContract:Confirm': [{ request: { id: 'open', contentHash, initiatedAt } }],
      'CorrectionContract:Withdraw': [{ request: { id: 'a', contentHash } }],
      'CorrectionContract:GetCorrection': [{ request: { id: 'open' } }],
    };
    const callers = [BANK.risk, BANK.operator, BROKER.risk, BROKER.operator, REGULATOR.auditor];
    const functions = Object.keys(examples);
    const { committed, answered, refused, codes } = await fuzzContract(channel, {
      examples,
      callers,
      functions,
      runs: 1_500,
    });
    expect(committed).toBeGreaterThan(0);
    expect(committed + answered).toBeGreaterThan(20);
    expect(refused).toBeGreaterThan(500);
    expect(codes.get('MALFORMED_REQUEST')).toBeGreaterThan(100);
  }, 120_000);
});

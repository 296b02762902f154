import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { businessDate } from './business-date.js';
import { fen } from './money.js';
import {
  type OriginalTransfer,
  type ReversalFault,
  reversalFault,
  type TransferParties,
} from './reversal.js';
import type { TransferState } from './transfer-state.js';

const TODAY = businessDate('2026-07-06');
const PARTIES: TransferParties = {
  bankId: 'BankAMSP',
  bankAccountRef: '0123456789abcdef',
  brokerId: 'BrokerXMSP',
  accountNumber: '100001',
  amountFen: fen(5_000),
};
const POSTED: OriginalTransfer = { ...PARTIES, state: 'posted', businessDate: TODAY };

const MISMATCHES: readonly (readonly [Partial<TransferParties>, ReversalFault])[] = [
  [{ bankId: 'BankBMSP' }, 'bank'],
  [{ bankAccountRef: 'fedcba9876543210' }, 'bank-account'],
  [{ brokerId: 'BrokerYMSP' }, 'broker'],
  [{ accountNumber: '100002' }, 'account'],
  [{ amountFen: fen(5_001) }, 'amount'],
];

describe('a reversal', () => {
  it('of a transfer of the day that is posted, named as it was, has no fault', () => {
    expect(reversalFault(POSTED, PARTIES, TODAY)).toBeUndefined();
  });

  it.each(MISMATCHES)('that says %j is refused for the %s', (change, fault) => {
    expect(reversalFault(POSTED, { ...PARTIES, ...change }, TODAY)).toBe(fault);
  });

  it('with several faults is refused for the first of them, before what has become of the original', () => {
    const choice = fc.subarray([...MISMATCHES], { minLength: 1 });
    const state = fc.constantFrom<TransferState>('posted', 'reversed', 'refused', 'claimed');
    fc.assert(
      fc.property(choice, state, (mismatches, originalState) => {
        const claim = Object.assign({}, PARTIES, ...mismatches.map(([change]) => change));
        const original = { ...POSTED, state: originalState };
        expect(reversalFault(original, claim, TODAY)).toBe(mismatches[0]?.[1]);
      }),
    );
  });

  it('happens once', () => {
    expect(reversalFault({ ...POSTED, state: 'reversed' }, PARTIES, TODAY)).toBe('already-reversed');
  });

  it.each<TransferState>(['refused', 'expired', 'claimed'])(
    'of a transfer that is %s is refused',
    (state) => {
      expect(reversalFault({ ...POSTED, state }, PARTIES, TODAY)).toBe('not-posted');
    },
  );

  it.each<TransferState>(['requested', 'in-transit'])('takes back a transfer that is still %s', (state) => {
    expect(reversalFault({ ...POSTED, state }, PARTIES, TODAY)).toBeUndefined();
  });

  it('is made on the day of the transfer and never later', () => {
    expect(reversalFault(POSTED, PARTIES, businessDate('2026-07-07'))).toBe('other-day');
  });
});

import { describe, expect, it } from 'vitest';
import { playEnough } from './enough.js';

describe('random histories of transfers, holds and corrections', () => {
  it('leave the books after every block as the oracle has them, whoever wins a race', async () => {
    const { done, refused, validation } = await playEnough({
      holds: 2,
      corrections: 2,
      races: 3,
    });
    for (const name of ['Begin', 'Claim', 'Answer', 'Expire', 'Reverse']) {
      expect(done.get(`TransferContract:${name}`), name).toBeGreaterThan(0);
    }
    for (const name of ['HoldContract:Take', 'HoldContract:Release', 'CorrectionContract:Confirm']) {
      expect(done.get(name), name).toBeGreaterThan(0);
    }
    expect(refused.get('INSUFFICIENT_WITHDRAWABLE')).toBeGreaterThan(0);
    expect(validation.get('MVCC_READ_CONFLICT')).toBeGreaterThan(0);
  }, 300_000);
});

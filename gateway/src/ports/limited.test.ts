import { describe, expect, it } from 'vitest';
import type { Ledger } from './ledger.js';
import { LedgerError } from './ledger-error.js';
import { limitingFlight } from './limited.js';

/** A ledger whose calls end when they are told to. */
class HeldLedger implements Ledger {
  readonly #waiting: (() => void)[] = [];
  flying = 0;
  most = 0;

  async evaluate(): Promise<unknown> {
    this.flying += 1;
    this.most = Math.max(this.most, this.flying);
    await new Promise<void>((end) => this.#waiting.push(end));
    this.flying -= 1;
    return 'done';
  }

  submit(): Promise<never> {
    return Promise.reject(new Error('refused'));
  }

  async endOne(): Promise<void> {
    await expect.poll(() => this.#waiting.length).toBeGreaterThan(0);
    this.#waiting.shift()?.();
  }
}

const call = { channel: 'c', name: 'f', request: {} };

describe('a ledger of limited flight', () => {
  it('lets no more than its limit fly, and everybody in the end', async () => {
    const held = new HeldLedger();
    const ledger = limitingFlight(held, { inFlight: 2, waiting: 10 });
    const calls = Array.from({ length: 6 }, () => ledger.evaluate(call));
    for (let ended = 0; ended < 6; ended += 1) await held.endOne();
    expect(await Promise.all(calls)).toEqual(Array(6).fill('done'));
    expect(held.most).toBe(2);
  });

  it('refuses what does not fit into the queue', async () => {
    const held = new HeldLedger();
    const ledger = limitingFlight(held, { inFlight: 1, waiting: 1 });
    const calls = [ledger.evaluate(call), ledger.evaluate(call)];
    await expect(ledger.evaluate(call)).rejects.toThrow(LedgerError);
    await held.endOne();
    await held.endOne();
    await Promise.all(calls);
  });

  it('frees the place of a call that failed', async () => {
    const ledger = limitingFlight(new HeldLedger(), { inFlight: 1, waiting: 0 });
    await expect(ledger.submit(call)).rejects.toThrow('refused');
    await expect(ledger.submit(call)).rejects.toThrow('refused');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correct } from '../corrections/correct.js';
import type { TestChannel } from '../ledger/test-channel.js';
import { cashOf } from '../scenario/books-probe.js';
import { instruct } from '../scenario/instruct.js';
import { BANK, BROKER } from '../scenario/members.js';
import { ACCOUNT, at, COURT, channelWith, courtOrder, transferOf } from './frozen-channel.js';

/** One thing that happens, a minute after the one before. */
type Step =
  | {
      readonly do: 'place';
      readonly limitFen: number | null;
      readonly minutes: number;
      readonly rank: number;
    }
  | { readonly do: 'release' | 'deduct'; readonly which: number; readonly amountFen: number }
  | { readonly do: 'deposit' | 'withdrawal'; readonly amountFen: number };

interface Order {
  readonly id: string;
  readonly rank: number;
  readonly endsAtMinute: number;
  limitFen: number | null;
}

const amount = fc.integer({ min: 1, max: 120 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('place' as const),
    limitFen: fc.option(amount),
    minutes: fc.integer({ min: 1, max: 12 }),
    rank: fc.integer({ min: 0, max: 9 }),
  }),
  fc.record({
    do: fc.constantFrom('release' as const, 'deduct' as const),
    which: fc.nat(9),
    amountFen: amount,
  }),
  fc.record({ do: fc.constantFrom('deposit' as const, 'withdrawal' as const), amountFen: amount }),
);

const clock = (minute: number): string =>
  at(`1${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}:00`);

/** A tiny model of what an account's orders hold: the books beside it must say the same after each step. */
class Oracle {
  balanceFen = 100;
  minute = 0;
  readonly orders: Order[] = [];

  inForce(): Order[] {
    return this.orders
      .filter(({ endsAtMinute }) => this.minute < endsAtMinute)
      .sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));
  }

  held(): Record<string, number> {
    let restFen = this.balanceFen;
    const held: Record<string, number> = {};
    for (const { id, limitFen } of this.inForce()) {
      held[id] = Math.min(restFen, limitFen ?? restFen);
      restFen -= held[id] ?? 0;
    }
    return held;
  }

  availableFen(): number {
    return this.balanceFen - Object.values(this.held()).reduce((sum, heldFen) => sum + heldFen, 0);
  }
}

/** Does a step on the ledger and in the model; both must find it possible, or neither. */
async function take(channel: TestChannel, oracle: Oracle, taken: Step): Promise<void> {
  oracle.minute += 1;
  const initiatedAt = clock(oracle.minute);
  switch (taken.do) {
    case 'place':
      return place(channel, oracle, taken);
    case 'deposit': {
      const line = transferOf('deposit', taken.amountFen, initiatedAt);
      expect((await instruct(channel, 'TransferContract:Begin', BANK.system, line)).status).toBe('done');
      oracle.balanceFen += taken.amountFen;
      return;
    }
    case 'withdrawal':
      return withdraw(channel, oracle, taken.amountFen);
    default: {
      const order = oracle.inForce()[taken.which];
      if (order === undefined) return;
      if (taken.do === 'deduct') return deduct(channel, oracle, { order, amountFen: taken.amountFen });
      const line = { id: order.id, authority: COURT, documentNumber: '1', initiatedAt };
      expect((await instruct(channel, 'FreezeContract:Release', BROKER.risk, line)).status).toBe('done');
      oracle.orders.splice(oracle.orders.indexOf(order), 1);
    }
  }
}

async function place(
  channel: TestChannel,
  oracle: Oracle,
  { limitFen, minutes, rank }: Extract<Step, { do: 'place' }>,
): Promise<void> {
  const id = `order-${oracle.minute}`;
  const endsAtMinute = oracle.minute + minutes;
  const now = clock(oracle.minute);
  const own = {
    id,
    limitFen,
    startsAt: now,
    endsAt: clock(endsAtMinute),
    priorityAt: at(`09:0${rank}:00`),
    initiatedAt: now,
  };
  const { status } = await instruct(channel, 'FreezeContract:Place', BANK.risk, courtOrder(own));
  const room = oracle.inForce().length < 16;
  expect(status).toBe(room ? 'done' : 'refused');
  if (room) oracle.orders.push({ id, rank, endsAtMinute, limitFen });
}

async function withdraw(channel: TestChannel, oracle: Oracle, amountFen: number): Promise<void> {
  const initiatedAt = clock(oracle.minute);
  const line = transferOf('withdrawal', amountFen, initiatedAt);
  const begun = await instruct(channel, 'TransferContract:Begin', BANK.system, line);
  const possible = amountFen <= oracle.availableFen();
  expect(begun.status).toBe(possible ? 'done' : 'refused');
  if (!possible) return;
  const answer = { transfer: { side: 'bank', serial: begun.serial }, outcome: 'done', initiatedAt };
  expect((await instruct(channel, 'TransferContract:Answer', BANK.system, answer)).status).toBe('done');
  oracle.balanceFen -= amountFen;
}

async function deduct(
  channel: TestChannel,
  oracle: Oracle,
  { order, amountFen }: { readonly order: Order; readonly amountFen: number },
): Promise<void> {
  const change = { kind: 'deduct', freezeId: order.id, amountFen, documentNumber: '1' };
  const deducted = correct(channel, change, clock(oracle.minute));
  if (amountFen > (oracle.held()[order.id] ?? 0)) {
    await expect(deducted).rejects.toThrow('NOT_CAPTURED');
    return;
  }
  await deducted;
  oracle.balanceFen -= amountFen;
  if (order.limitFen === null) return;
  order.limitFen -= amountFen;
  if (order.limitFen === 0) oracle.orders.splice(oracle.orders.indexOf(order), 1);
}

describe('over any history of orders and transfers', () => {
  it('the books hold for each order what a plain model of the waiting list holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
        const channel = await channelWith(100);
        const oracle = new Oracle();
        for (const each of steps) {
          await take(channel, oracle, each);
          const cash = await cashOf(channel, ACCOUNT, clock(oracle.minute));
          const held = Object.fromEntries(cash.captured.map(({ id, capturedFen }) => [id, capturedFen]));
          expect(held).toEqual(oracle.held());
          expect(cash).toMatchObject({
            balanceFen: oracle.balanceFen,
            availableFen: oracle.availableFen(),
            withdrawableFen: oracle.availableFen(),
          });
        }
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});

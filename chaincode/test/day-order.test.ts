import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CountAnswer, DayAnswer } from '../src/model/answers/day.js';
import { fen } from '../src/rules/money.js';
import type { TestChannel } from './ledger/test-channel.js';
import { custodyChannel } from './scenario/custody-channel.js';
import { FIRST_DAY, openDay } from './scenario/day.js';
import { BANK, BROKER, REGULATOR } from './scenario/members.js';
import { SeedContract, seed } from './scenario/seed-contract.js';

/** Every step that the state of the day may take; a day may also stay where it is. */
const STEPS: ReadonlySet<string> = new Set([
  'opening → open',
  'open → closed-to-transfers',
  'closed-to-transfers → clearing',
  'clearing → closed',
  'closed → opening',
]);
const DATES = [FIRST_DAY, '2026-07-07', '2026-07-08', '2026-07-09', '2026-07-10', '2026-07-11'];
/** Folios 25000, 25001 and 25010 of four accounts each. */
const BALANCES = { '100000': 1, '100004': 20, '100005': 300, '100040': 4_000 };

interface Move {
  readonly name: string;
  readonly side: 'bank' | 'broker';
  readonly request: object;
}

/** Stands for the move that leads on from wherever the day is, so that histories get beyond the first sign-out. */
const ONWARD = 'onward';

const side = fc.constantFrom('bank' as const, 'broker' as const);
const move: fc.Arbitrary<Move | typeof ONWARD> = fc.oneof(
  { weight: 15, arbitrary: fc.constant(ONWARD) },
  { weight: 4, arbitrary: fc.record({ side, businessDate: fc.constantFrom(...DATES) }).map(signIn) },
  { weight: 3, arbitrary: side.map((of) => ({ name: 'SignOut', side: of, request: {} })) },
  {
    weight: 4,
    arbitrary: fc
      .record({ after: fc.constantFrom(null, null, 25_000, 25_001, 25_010), limit: fc.nat(3) })
      .map((request) => ({ name: 'CountFolios', side: 'broker' as const, request })),
  },
  { weight: 2, arbitrary: fc.constant<Move>({ name: 'StartClearing', side: 'broker', request: {} }) },
  { weight: 2, arbitrary: fc.constant<Move>({ name: 'CloseDay', side: 'broker', request: {} }) },
);

function signIn({ side: of, businessDate }: { side: 'bank' | 'broker'; businessDate: string }): Move {
  return { name: 'SignIn', side: of, request: { businessDate } };
}

describe('the order of the day', () => {
  it('skips no state, keeps to its date, and clears only what was counted whole, whatever is tried', async () => {
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 20, maxLength: 60 }), async (moves) => {
        const channel = custodyChannel([SeedContract]);
        await openDay(channel, { parameters: { folioSize: 4 } });
        const rows = Object.entries(BALANCES).map(([number, fens]) => [number, { balanceFen: fen(fens) }]);
        await seed(channel, Object.fromEntries(rows));
        for (const each of moves) reached.add(await tried(channel, each));
      }),
      { numRuns: 50 },
    );
    for (const step of STEPS) expect(reached).toContain(step);
  });
});

async function onward(channel: TestChannel, day: DayAnswer): Promise<Move> {
  const { state, signedIn, businessDate } = day;
  const sideIn = signedIn.bank ? 'bank' : 'broker';
  if (state === 'opening') return signIn({ side: signedIn.bank ? 'broker' : 'bank', businessDate });
  if (state === 'open') return { name: 'SignOut', side: 'bank', request: {} };
  if (state === 'clearing') return { name: 'CloseDay', side: 'broker', request: {} };
  if (state === 'closed') {
    return signIn({ side: 'bank', businessDate: DATES[DATES.indexOf(businessDate) + 1] ?? FIRST_DAY });
  }
  if (signedIn.bank || signedIn.broker) return { name: 'SignOut', side: sideIn, request: {} };
  const { complete, through } = await countOf(channel, businessDate);
  if (complete) return { name: 'StartClearing', side: 'broker', request: {} };
  return { name: 'CountFolios', side: 'broker', request: { after: through, limit: 2 } };
}

/** Tries a move and says what it has come to. */
async function tried(channel: TestChannel, asked: Move | typeof ONWARD): Promise<string> {
  const before = await dayOf(channel);
  const { name, side: of, request } = asked === ONWARD ? await onward(channel, before) : asked;
  const caller = of === 'bank' ? BANK.gateway : BROKER.gateway;
  try {
    await channel.submit({ function: `DayContract:${name}`, request, caller });
  } catch (error) {
    expect(String(error)).toMatch(/^Error: [A-Z_]+( \[\w+\])?: |^Refusal: /);
    expect(await dayOf(channel)).toEqual(before);
    return 'refused';
  }
  const after = await dayOf(channel);
  if (after.state === before.state) return 'stayed';
  const step = `${before.state} → ${after.state}`;
  expect(STEPS).toContain(step);
  expect(after.businessDate > before.businessDate).toBe(before.state === 'closed');
  expect(after.state === 'open').toBe(after.signedIn.bank && after.signedIn.broker);
  if (after.state === 'clearing') await expectWhole(channel, after.businessDate);
  return step;
}

async function expectWhole(channel: TestChannel, businessDate: string): Promise<void> {
  const whole = { complete: true, folios: 3, accounts: 4, balanceFen: 4_321 };
  expect(await countOf(channel, businessDate)).toMatchObject(whole);
}

function countOf(channel: TestChannel, businessDate: string): Promise<CountAnswer> {
  const call = { function: 'DayContract:GetCount', request: { businessDate }, caller: REGULATOR.auditor };
  return channel.evaluate(call);
}

function dayOf(channel: TestChannel): Promise<DayAnswer> {
  return channel.evaluate({ function: 'DayContract:GetDay', request: {}, caller: REGULATOR.auditor });
}

import { peer } from '@hyperledger/fabric-protos';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Simulator } from './simulator.js';
import { Oracle, type OracleOperation, type OracleTransaction } from './testing/oracle.js';
import { type Endorsed, makeTestNetwork, TestChannel } from './testing/test-channel.js';

const Code = peer.TxValidationCode;
const CODES = {
  valid: Code.VALID,
  stale: Code.MVCC_READ_CONFLICT,
  phantom: Code.PHANTOM_READ_CONFLICT,
  unendorsed: Code.ENDORSEMENT_POLICY_FAILURE,
};
let channel: TestChannel;
let runs = 0;

beforeAll(async () => {
  channel = await TestChannel.open(await makeTestNetwork());
  await channel.define({
    name: 'cc',
    policy: "OR('AMSP.peer')",
    collections: [{ name: 'ab', members: "OR('AMSP.member','BMSP.member')" }],
  });
});
afterAll(() => channel.destroy());

const key = fc.constantFrom('a', 'b', 'c', 'd');
const value = fc.constantFrom('1', '2', '3');
const operation: fc.Arbitrary<OracleOperation> = fc.oneof(
  fc.record({ kind: fc.constantFrom('get', 'delete', 'getPrivate', 'deletePrivate', 'purge'), key }),
  fc.record({ kind: fc.constantFrom('put', 'putPrivate'), key, value }),
  fc.record({ kind: fc.constant('setMetadata'), key }),
  fc.record({ kind: fc.constant('range'), start: key, end: fc.constantFrom('b', 'c', 'd', 'e') }),
);
/** Either one more transaction is endorsed, or those that wait go into a block, some of them out of order. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ endorse: fc.array(operation, { minLength: 1, maxLength: 5 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      commit: fc.integer({ min: 1, max: 4 }),
      reverse: fc.boolean(),
      restart: fc.boolean(),
    }),
  },
);

/** Keys of a run have a prefix of their own, so that one ledger serves all runs. */
function prefixed(operations: readonly OracleOperation[], prefix: string): OracleOperation[] {
  return operations.map((each) =>
    each.kind === 'range'
      ? { ...each, start: `${prefix}${each.start}`, end: `${prefix}${each.end}` }
      : { ...each, key: `${prefix}${each.key}` },
  );
}

function text(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes).toString();
}

async function simulate(sim: Simulator, operations: readonly OracleOperation[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const each of operations) {
    switch (each.kind) {
      case 'get':
        answers.push(text(sim.getState('cc', each.key)));
        break;
      case 'getPrivate':
        answers.push(text(sim.getPrivateData('cc', 'ab', each.key)));
        break;
      case 'range':
        answers.push(await ranged(sim, each.start, each.end));
        break;
      case 'put':
        sim.putState('cc', each.key, Buffer.from(each.value));
        break;
      case 'putPrivate':
        sim.putPrivateData('cc', 'ab', each.key, Buffer.from(each.value));
        break;
      case 'delete':
        sim.deleteState('cc', each.key);
        break;
      case 'deletePrivate':
        sim.deletePrivateData('cc', 'ab', each.key);
        break;
      case 'purge':
        sim.purgePrivateData('cc', 'ab', each.key);
        break;
      case 'setMetadata':
        sim.setStateMetadata('cc', each.key, new Map([['m', Buffer.from('1')]]));
        break;
    }
  }
  return answers;
}

async function ranged(sim: Simulator, start: string, end: string): Promise<[string, string][]> {
  const found: [string, string][] = [];
  const iterator = sim.rangeQuery('cc', start, end);
  for (let next = await iterator.next(); next !== undefined; next = await iterator.next()) {
    found.push([next.key, text(next.value) ?? '']);
  }
  return found;
}

/** The ledger and the model side by side. */
class Comparison {
  readonly #oracle = new Oracle();
  readonly #prefix = `${runs++}/`;
  readonly #waiting: { readonly endorsed: Endorsed; readonly expected: OracleTransaction }[] = [];

  async endorse(operations: readonly OracleOperation[]): Promise<void> {
    const own = prefixed(operations, this.#prefix);
    const expected = this.#oracle.simulate(own);
    const endorsed = await channel.endorse(
      async (sim) => expect(await simulate(sim, own)).toEqual(expected.answers),
      { endorsers: [runs % 2 === 0 ? 'AMSP' : 'BMSP', 'AMSP'] },
    );
    this.#waiting.push({ endorsed, expected });
  }

  async commit(count: number, order: { readonly reverse: boolean }): Promise<void> {
    const batch = this.#waiting.splice(0, count);
    if (order.reverse) {
      batch.reverse();
    }
    if (batch.length === 0) {
      return;
    }
    const codes = await channel.commit(...batch.map(({ endorsed }) => endorsed));
    const verdicts = this.#oracle.commit(
      channel.ledger.height - 1,
      batch.map(({ expected }) => expected),
    );
    expect(codes).toEqual(verdicts.map((verdict) => CODES[verdict]));
  }

  async checkState(): Promise<void> {
    for (const name of ['a', 'b', 'c', 'd'].map((each) => `${this.#prefix}${each}`)) {
      for (const mspId of ['AMSP', 'BMSP']) {
        await channel.read(mspId, (sim) => {
          expect(text(sim.getState('cc', name))).toBe(this.#oracle.get('public', name));
          expect(text(sim.getPrivateData('cc', 'ab', name))).toBe(this.#oracle.get('private', name));
        });
      }
    }
  }
}

it('agrees with a model of the ledger over random histories', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 30 }), async (steps) => {
      const comparison = new Comparison();
      for (const each of steps) {
        if ('endorse' in each) {
          await comparison.endorse(each.endorse);
          continue;
        }
        await comparison.commit(each.commit, each);
        if (each.restart) {
          await channel.close();
          channel = await TestChannel.open(channel.network);
        }
      }
      await comparison.checkState();
    }),
    { numRuns: 40 },
  );
});

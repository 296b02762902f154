import { beforeAll, describe, expect, it } from 'vitest';
import type { CounterAccount, VoucherRow } from '../../src/model/rows/voucher-row.js';
import { isPurpose, PURPOSES, purposeAllows } from '../../src/rules/purposes.js';
import type { TestChannel } from '../ledger/test-channel.js';
import { everyFunction } from './every-function.js';
import { launcherFunctions } from './launcher-metadata.js';

/** Where a client’s money may go; no client and no broker’s own account is among them. */
const WAYS_OUT: readonly CounterAccount[] = ['bank-pool', 'settlement', 'fees-and-tax', 'enforcement'];
const WAYS: readonly CounterAccount[] = [...WAYS_OUT, 'interest'];

/** What one transaction did to balances by the folios that it wrote, and what it says that it did. */
interface Effect {
  readonly name: string;
  readonly changes: ReadonlyMap<string, number>;
  readonly voucher: VoucherRow | undefined;
}

let channel: TestChannel;
let done: ReadonlySet<string>;
let effects: readonly Effect[];

beforeAll(async () => {
  ({ channel, done } = await everyFunction());
  effects = effectsOf(channel);
}, 120_000);

type Texts = readonly { readonly key: string; readonly value: string }[];

/** Read off the folios as they were written, by nothing of the books. */
function effectsOf(committed: TestChannel): Effect[] {
  const balances = new Map<string, number>();
  return committed.blocks().flatMap(({ transactions }) =>
    transactions.map(({ args, set }) => {
      const texts = set.writes.map(({ key, value }) => ({
        key,
        value: Buffer.from(value ?? '').toString('utf8'),
      }));
      const voucher = texts.find(({ key }) => key.startsWith('voucher/'))?.value;
      return {
        name: args[0] ?? '',
        changes: changesOf(texts, balances),
        voucher: voucher === undefined ? undefined : JSON.parse(voucher),
      };
    }),
  );
}

/** By how much the folios written here change balances, which are brought up to date. */
function changesOf(texts: Texts, balances: Map<string, number>): Map<string, number> {
  const changes = new Map<string, number>();
  for (const { value } of texts.filter(({ key }) => key.startsWith('custody/'))) {
    const { rows }: { readonly rows: Readonly<Record<string, { readonly balanceFen?: number }>> } =
      JSON.parse(value);
    for (const [accountNumber, { balanceFen = 0 }] of Object.entries(rows)) {
      const change = balanceFen - (balances.get(accountNumber) ?? 0);
      if (change !== 0) changes.set(accountNumber, change);
      balances.set(accountNumber, balanceFen);
    }
  }
  return changes;
}

/** What a voucher says of each account’s balance. */
function toldBy(voucher: VoucherRow | undefined): Map<string, number> {
  const told = new Map<string, number>();
  const add = (accountNumber: string, amountFen: number) => {
    const sum = (told.get(accountNumber) ?? 0) + amountFen;
    if (sum === 0) told.delete(accountNumber);
    else told.set(accountNumber, sum);
  };
  for (const { accountNumber, amountFen } of voucher?.entries ?? []) add(accountNumber, amountFen);
  for (const [accountNumber, settlement, fees, tax, interest] of voucher?.cleared ?? []) {
    add(accountNumber, settlement - fees - tax + interest);
  }
  return told;
}

const taking = (): Effect[] =>
  effects.filter(({ changes }) => [...changes.values()].some((change) => change < 0));

describe('client money (条例 60)', () => {
  it('is tried with every function that Fabric’s launcher offers: a new one has to find its place here', () => {
    expect([...done].sort()).toEqual(launcherFunctions());
    expect([...channel.functions()].sort()).toEqual(launcherFunctions());
  });

  it('changes by entries alone: what a transaction writes in folios is what its voucher says', () => {
    for (const { name, changes, voucher } of effects) {
      expect([name, [...changes].sort()]).toEqual([name, [...toldBy(voucher)].sort()]);
    }
    expect(taking().length).toBeGreaterThan(6);
  });

  it('is taken by these functions and no other', () => {
    expect([...new Set(taking().map(({ name }) => name))].sort()).toEqual([
      'ClearingContract:PostChunk',
      'CorrectionContract:Confirm',
      'TransferContract:Answer',
      'TransferContract:Reverse',
    ]);
  });

  it('is taken for a purpose of the closed list, and goes where that purpose lets it go', () => {
    const entries = taking().flatMap(({ voucher }) => voucher?.entries ?? []);
    const debits = entries.filter(({ amountFen }) => amountFen < 0);
    for (const { kind, purpose, counter } of debits) {
      expect(isPurpose(purpose ?? '') && purposeAllows(purpose as never, kind as never)).toBe(true);
      expect(WAYS_OUT).toContain(counter);
    }
    const kinds = new Set(debits.map(({ kind }) => kind));
    const listed = Object.values(PURPOSES).flatMap((rule) => rule.entries);
    // Settlement, fees and tax stand in lines of clearing, a part each.
    expect([...kinds].sort()).toEqual(
      listed.filter((kind) => !['settlement', 'fee', 'tax'].includes(kind)).sort(),
    );
    const cleared = effects.flatMap(({ voucher }) => voucher?.cleared ?? []);
    for (const part of [1, 2, 3] as const) expect(cleared.some((line) => line[part] !== 0)).toBe(true);
  });

  it('never goes to another client or to the broker: every voucher sums to zero against the ways out', () => {
    for (const { name, changes, voucher } of effects) {
      const counter = Object.entries(voucher?.counterEntries ?? {});
      const sum = [...changes.values(), ...counter.map(([, amountFen]) => amountFen)].reduce(
        (a, b) => a + b,
        0,
      );
      expect([name, sum]).toEqual([name, 0]);
      for (const [account] of counter) expect(WAYS).toContain(account);
    }
  });

  it('moves on one account for one instruction, over one counter-account', () => {
    const touched = new Map<string, Set<string>>();
    for (const { instruction, accountNumber, counter } of effects.flatMap(
      ({ voucher }) => voucher?.entries ?? [],
    )) {
      touched.set(instruction, (touched.get(instruction) ?? new Set()).add(`${accountNumber} ${counter}`));
    }
    expect([...touched.values()].filter(({ size }) => size !== 1)).toEqual([]);
  });

  it('is not touched by questions, which write nothing at all', () => {
    const written = channel
      .blocks()
      .flatMap(({ transactions }) =>
        transactions
          .filter(
            ({ args, set }) =>
              /:(?:Get|List)/.test(args[0] ?? '') &&
              set.writes.length + set.collections.flatMap(({ writes }) => writes).length > 0,
          )
          .map(({ args }) => args[0]),
      );
    expect(written).toEqual([]);
  });
});

import fc from 'fast-check';
import { parseRefusal } from '../../src/model/refusal.js';
import { requestText } from './fuzzing/requests.js';
import type { Caller } from './proposal.js';
import type { Submitted, TestChannel } from './test-channel.js';

/** A call that the contract carries out, to make bad ones from. */
export interface Example {
  readonly request: object;
  /** Comes along with every text that is made from this example’s function; its values are spoilt too. */
  readonly transient?: Readonly<Record<string, unknown>>;
}

export interface FuzzOptions {
  /** As `Contract:Function`; all of the channel’s where absent. */
  readonly functions?: readonly string[];
  /** By name of the function. */
  readonly examples: Readonly<Record<string, readonly Example[]>>;
  readonly callers: readonly Caller[];
  /** MSP ids of who endorses a call, where not all of the channel do. */
  readonly endorsersOf?: (name: string, caller: Caller) => readonly string[] | undefined;
  /** Calls in all. */
  readonly runs: number;
  /** To repeat a run that has failed. */
  readonly seed?: number;
}

/** What became of the calls, for a test to see that it has tested something. */
export interface FuzzReport {
  /** What has changed something. */
  committed: number;
  /** What has changed nothing: questions, and what was asked before. */
  answered: number;
  refused: number;
  /** How often each code was given as the reason. */
  readonly codes: Map<string, number>;
}

interface Attempt {
  readonly function: string;
  readonly request: string;
  /** Undefined where a value that belongs there is left out. */
  readonly transient: Readonly<Record<string, string | undefined>>;
  readonly caller: Caller;
  readonly endorsers?: readonly string[];
}

const VOUCHER = /^voucher\//;

/**
 * Calls the contract’s functions with whatever somebody may send. Each call must end in a refusal with a code of the
 * catalogue, and then nothing has changed; or in a valid transaction, which has a voucher where it has changed anything:
 * in public, or with what one side alone endorses in a collection.
 */
export async function fuzzContract(channel: TestChannel, options: FuzzOptions): Promise<FuzzReport> {
  const { functions = channel.functions(), runs, seed } = options;
  const report: FuzzReport = { committed: 0, answered: 0, refused: 0, codes: new Map() };
  const attempt = fc.constantFrom(...functions).chain((name) => attempts(name, options));
  await fc.assert(
    fc.asyncProperty(attempt, (call) => check(channel, call, report)),
    { numRuns: runs, includeErrorInReport: true, ...(seed === undefined ? {} : { seed }) },
  );
  return report;
}

async function check(channel: TestChannel, call: Attempt, report: FuzzReport): Promise<void> {
  const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));
  const [outcome] = await Promise.allSettled([checkOutcome(channel, call, report)]);
  const added = Object.getOwnPropertyNames(Object.prototype).filter((name) => !inherited.has(name));
  for (const name of added) Reflect.deleteProperty(Object.prototype, name);
  if (added.length > 0) throw violation(`it has given all objects a property ${added[0]}`);
  if (outcome.status === 'rejected') throw outcome.reason;
}

async function checkOutcome(channel: TestChannel, call: Attempt, report: FuzzReport): Promise<void> {
  const height = channel.blocks().length;
  let submitted: Submitted<unknown>;
  try {
    submitted = await channel.submit({ ...call, transient: withoutGaps(call.transient) });
  } catch (error) {
    const code = refusalCode(error);
    if (channel.blocks().length !== height) throw violation('it has refused and left a block all the same');
    report.refused += 1;
    report.codes.set(code, (report.codes.get(code) ?? 0) + 1);
    return;
  }
  const { validationCode, writes, privateWrites } = submitted;
  const keys = [...writes, ...privateWrites].map(({ key }) => key);
  const [changed] = keys;
  if (changed === undefined) {
    report.answered += 1;
    return;
  }
  if (validationCode !== 'VALID') throw violation(`its transaction is ${validationCode}`);
  if (!keys.some((key) => VOUCHER.test(key))) throw violation(`it has changed ${changed} without a voucher`);
  report.committed += 1;
}

function withoutGaps(values: Attempt['transient']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** The code of a refusal that is one from its first letter on; everything else is a fault of the contract. */
function refusalCode(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const refusal = parseRefusal(text);
  if (refusal !== undefined && text.startsWith(refusal.code)) return refusal.code;
  throw violation(`it fails with “${text.slice(0, 500)}”, which is no refusal`, error);
}

function attempts(name: string, { examples, callers, endorsersOf }: FuzzOptions): fc.Arbitrary<Attempt> {
  const own = examples[name] ?? [];
  const transient = own.find((example) => example.transient !== undefined)?.transient ?? {};
  const attempt = fc.record({
    function: fc.constant(name),
    request: requestText(own.map(({ request }) => request)),
    transient: fc.record(
      Object.fromEntries(Object.entries(transient).map(([key, value]) => [key, requestText([value])])),
      { requiredKeys: [] },
    ),
    caller: fc.constantFrom(...callers),
  });
  return attempt.map((call) => {
    const endorsers = endorsersOf?.(name, call.caller);
    return endorsers === undefined ? call : { ...call, endorsers };
  });
}

function violation(what: string, cause?: unknown): Error {
  return new Error(`A contract must refuse with a code or commit with a voucher; ${what}.`, { cause });
}

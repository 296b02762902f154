import type { CorrectionStateAnswer } from '../../src/model/answers/corrections.js';
import { parseRefusal } from '../../src/model/refusal.js';
import type { EndorsedTransaction, ValidationCode } from '../ledger/block.js';
import type { Call } from '../ledger/test-channel.js';
import type { Oracle, Told, Verdict } from '../oracle/oracle.js';
import { Auditor } from './auditor.js';
import { Clock } from './clock.js';
import { type Relationship, relationship } from './relationship.js';
import type { Step } from './steps.js';
import { Teller, type TellerCall } from './teller.js';

/** What histories have come to, for a test to see that it has tested something. */
export interface Played {
  /** Lines of instructions, and moves of the day. */
  steps: number;
  readonly done: Map<string, number>;
  readonly refused: Map<string, number>;
  readonly validation: Map<ValidationCode, number>;
}

export const nothingPlayed = (): Played => ({
  steps: 0,
  done: new Map(),
  refused: new Map(),
  validation: new Map(),
});

type Outcome =
  | { readonly refused: string }
  | { readonly transaction: EndorsedTransaction; readonly lines: readonly string[] };

/** Plays a history on a channel of its own and beside the oracle, and compares after every block. */
export async function play(history: readonly Step[], played: Played): Promise<void> {
  const player = new Player(await relationship(), played);
  for (const step of [FIRST_DEPOSITS, ...history]) await player.step(step);
  player.finish();
}

/** Every account has something to begin with, so that histories need not be long to be about money. */
const FIRST_DEPOSITS: Step = {
  do: 'begin',
  side: 'bank',
  lines: [0, 1, 2, 3, 4, 5].map((who) => {
    return { who, direction: 'deposit', amountFen: 5_000, channel: 'mobile', flaw: 'none' };
  }),
  lane: false,
};

/** Moves of the day come again with the next. */
const MAY_BE_DONE_AGAIN = /^(DayContract:|ClearingContract:)/;

class Player {
  readonly #channel: Relationship['channel'];
  readonly #oracle: Oracle;
  readonly #teller: Teller;
  readonly #clock: Clock;
  readonly #auditor: Auditor;
  readonly #played: Played;
  readonly #earlier: TellerCall[] = [];
  /** What each call was answered the first time. */
  readonly #first = new Map<TellerCall, string>();
  readonly #hashes = new Map<string, string>();

  constructor({ channel, oracle }: Relationship, played: Played) {
    this.#channel = channel;
    this.#oracle = oracle;
    this.#clock = new Clock(oracle.books);
    this.#teller = new Teller(oracle, this.#clock);
    this.#auditor = new Auditor(channel, oracle);
    this.#played = played;
  }

  async step(step: Step): Promise<void> {
    if (step.do === 'wait') this.#clock.wait(step.seconds);
    else if (step.do === 'onward') await this.#onward(step);
    else if (step.do === 'race') await this.#race(step);
    else await this.#alone(step);
  }

  finish(): void {
    this.#auditor.auditFromTheBeginning();
  }

  async #onward({ moves, amounts }: Extract<Step, { do: 'onward' }>): Promise<void> {
    for (let moved = 0; moved < moves; moved += 1) {
      const call = this.#teller.onward(
        amounts,
        moved > 0 && this.#oracle.books.signedIn.size === 2 && this.#isFresh(),
      );
      if (call === undefined) return;
      await this.#submit(call);
    }
  }

  /** Whether the day that is open has just been opened. */
  #isFresh(): boolean {
    return this.#earlier.at(-1)?.function === 'DayContract:SignIn';
  }

  async #alone(step: Step): Promise<void> {
    const call = this.#teller.call(step, this.#earlier);
    if (call !== undefined) await this.#submit(call);
    // Many proposals wait for long, so some are confirmed on the spot.
    if (step.do !== 'correct' || step.line.which % 3 === 0) return;
    const answer = this.#teller.confirmation();
    if (answer !== undefined) await this.#submit(answer);
  }

  async #submit(asked: TellerCall): Promise<void> {
    const call = this.#withHash(asked);
    const verdict = this.#oracle.ask(call, this.#told(call));
    const outcome = await this.#endorse(call);
    this.#compare(call, { verdict, outcome });
    if ('transaction' in outcome) {
      this.#expectTheFirstAnswer(asked, outcome.transaction);
      if (changesAnything(outcome.transaction)) await this.#commit(call, outcome.transaction);
      this.#remember(call, outcome);
      this.#first.set(asked, this.#first.get(asked) ?? outcome.transaction.payload);
    }
    this.#earlier.push(asked);
    await this.#audit([call]);
  }

  async #commit(call: TellerCall, transaction: EndorsedTransaction): Promise<void> {
    const [committed] = await this.#channel.commit([transaction]);
    const { validationCode = 'DUPLICATE_TXID' } = committed ?? {};
    this.#note(validationCode);
    if (validationCode !== 'VALID') throw difference(call, 'VALID', validationCode);
  }

  /** A repetition changes nothing, not even by a note in a voucher, and is answered as the first time. */
  #expectTheFirstAnswer(asked: TellerCall, transaction: EndorsedTransaction): void {
    const first = this.#first.get(asked);
    if (first === undefined || MAY_BE_DONE_AGAIN.test(asked.function)) return;
    const withoutMark = (payload: string) => payload.replaceAll(/"replayed":(true|false)/g, '');
    // What a hold still holds may be less by now, and the broker notes in its own collection that it was asked again.
    const isHold = asked.function.startsWith('HoldContract:');
    // An order that was refused is not remembered: it may be taken once there is money for it.
    if (isHold && first.includes('"status":"refused"')) return;
    const isSame = isHold || withoutMark(first) === withoutMark(transaction.payload);
    const changes = isHold ? transaction.set.writes.length > 0 : changesAnything(transaction);
    if (isSame && !changes) return;
    throw difference(asked, `as the first time, ${first}, and nothing written`, {
      answer: transaction.payload,
      writes: transaction.set.writes.map(({ key }) => key),
    });
  }

  /** What loses the race must leave no trace; what does not touch the same must be carried out as if it were alone. */
  async #race({ first, second }: Extract<Step, { do: 'race' }>): Promise<void> {
    const calls = [first, second].flatMap((step) => {
      const call = this.#teller.call(step, this.#earlier);
      return call === undefined ? [] : [this.#withHash(call)];
    });
    const runners: { call: TellerCall; verdict: Verdict; transaction: EndorsedTransaction }[] = [];
    for (const call of calls) {
      const verdict = this.#oracle.twin().ask(call, this.#told(call));
      const outcome = await this.#endorse(call);
      this.#compare(call, { verdict, outcome });
      if (!('transaction' in outcome)) continue;
      if (changesAnything(outcome.transaction))
        runners.push({ call, verdict, transaction: outcome.transaction });
    }
    const committed = await this.#channel.commit(runners.map(({ transaction }) => transaction));
    for (const [index, { validationCode }] of committed.entries()) {
      const runner = runners[index];
      this.#note(validationCode);
      if (runner === undefined || validationCode !== 'VALID') continue;
      const { call, verdict, transaction } = runner;
      const after = this.#oracle.ask(call, this.#told(call));
      if (!isAlike(verdict, after)) throw difference(call, verdict, after);
      this.#remember(call, { transaction, lines: [] });
    }
    if (committed[0] !== undefined && committed[0].validationCode !== 'VALID') {
      throw difference(runners[0]?.call, 'VALID', committed[0].validationCode);
    }
    await this.#audit(calls);
  }

  async #endorse(call: TellerCall): Promise<Outcome> {
    const { function: name, request, caller, endorsers } = call;
    try {
      const transaction = await this.#channel.endorse({ function: name, request, caller, endorsers } as Call);
      return { transaction, lines: linesOf(transaction.payload) };
    } catch (error) {
      const refusal = parseRefusal(error instanceof Error ? error.message : String(error));
      if (refusal === undefined) throw error;
      return { refused: refusal.code };
    }
  }

  #compare(call: TellerCall, { verdict, outcome }: { verdict: Verdict; outcome: Outcome }): void {
    const actual: Verdict = 'refused' in outcome ? outcome : { lines: outcome.lines };
    if (!isAlike(verdict, actual)) throw difference(call, verdict, actual);
    for (const line of 'refused' in actual ? [actual.refused] : actual.lines) {
      this.#played.steps += 1;
      if (line === 'done') tally(this.#played.done, call.function);
      else tally(this.#played.refused, line);
    }
  }

  #told({ chunks = [] }: TellerCall): Told {
    return { hashes: this.#hashes, nextDay: this.#clock.nextDay(), chunks };
  }

  /** Fills in the hash that the ledger has told for what is answered. */
  #withHash(call: TellerCall): TellerCall {
    if (call.request.contentHash !== '') return call;
    const id = String(call.request.id ?? 'clearing');
    return { ...call, request: { ...call.request, contentHash: this.#hashes.get(id) ?? '0'.repeat(64) } };
  }

  #remember(
    { function: name, request }: TellerCall,
    { transaction }: Extract<Outcome, { lines: unknown }>,
  ): void {
    if (!/:Propose/.test(name)) return;
    const { contentHash }: CorrectionStateAnswer = JSON.parse(transaction.payload);
    this.#hashes.set(String(request.id ?? 'clearing'), contentHash);
  }

  #note(code: ValidationCode): void {
    tally(this.#played.validation, code);
  }

  async #audit(calls: readonly TellerCall[]): Promise<void> {
    try {
      await this.#auditor.audit(this.#clock.now());
    } catch (cause) {
      const what = calls.map((call) => `${call.function} ${JSON.stringify(call.request)}`).join(' and ');
      throw new Error(`${cause instanceof Error ? cause.message : String(cause)}\nafter ${what}`, { cause });
    }
  }
}

/** What changes nothing need not be ordered, and could not be by one endorser alone. */
function changesAnything({ set }: EndorsedTransaction): boolean {
  return set.writes.length > 0 || set.collections.some(({ writes }) => writes.length > 0);
}

function linesOf(payload: string): readonly string[] {
  const { results }: { results?: readonly { status: string; code?: string }[] } = JSON.parse(payload);
  return results === undefined
    ? ['done']
    : results.map(({ status, code }) => (status === 'done' ? status : (code ?? '')));
}

/** Done where it must be, refused where it must be. Which of several reasons is told is the business of other tests. */
function isAlike(one: Verdict, other: Verdict): boolean {
  if ('refused' in one || 'refused' in other) return 'refused' in one && 'refused' in other;
  return (
    one.lines.length === other.lines.length &&
    one.lines.every((line, index) => (line === 'done') === (other.lines[index] === 'done'))
  );
}

function difference(call: TellerCall | undefined, expected: unknown, actual: unknown): Error {
  return new Error(
    `${call?.function} by the ${call?.side}, ${JSON.stringify(call?.request)}: the oracle says ${JSON.stringify(expected)}, the ledger ${JSON.stringify(actual)}.`,
  );
}

function tally<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

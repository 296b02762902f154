import { closedLoop, type LoadResult, percentile } from '../measure/load.js';
import { allDone, type Members, type OpenedAccount } from './population.js';

/** Instructions in one transaction, and lanes that submit side by side, each with accounts of its own. */
const BATCH = 400;
const LANES = 16;
const AMOUNT_FEN = 1_000;
/** A prime, so that one transfer after another falls into another folio, as those of real clients do. */
const STRIDE = 389;

export interface TransferLoad {
  readonly members: Members;
  readonly accounts: readonly OpenedAccount[];
  readonly initiatedAt: string;
}

/**
 * Transfers through the whole of the contract's rules, group-committed in lanes as a gateway does it: half of them
 * deposits, posted at once; half withdrawals, deducted by one instruction and ended by the bank's answer in a second.
 * Counted is what has come to its end.
 */
export async function measureTransfers(
  load: TransferLoad,
  durationMs: number,
): Promise<{ readonly perSecond: number }> {
  const ofRun = run();
  const lanes = Array.from({ length: LANES }, (_, number) => new Lane(load, number, ofRun));
  const startedAt = performance.now();
  await Promise.all(
    lanes.map(async (lane) => {
      while (performance.now() - startedAt < durationMs) await lane.round();
    }),
  );
  const elapsedMs = performance.now() - startedAt;
  const posted = lanes.reduce((sum, { posted: count }) => sum + count, 0);
  return { perSecond: (posted * 1_000) / elapsedMs };
}

/**
 * One deposit at a time, as a batch of one and outside any lane: nothing is in flight beside it that it could be
 * out of order with, and its serial alone makes it safe to send again.
 */
export async function measureLoneTransfers(
  load: TransferLoad,
  durationMs: number,
): Promise<{ readonly p50Ms: number }> {
  const lane = new Lane(load, undefined, run());
  const result: LoadResult = await closedLoop({ callers: 1, durationMs, call: () => lane.deposits(1) });
  if (result.failed > 0) throw new Error(`The measurement is void: ${result.firstFailure}`);
  return { p50Ms: percentile(result.latenciesMs, 0.5) };
}

let runs = 0;
/** Sets the serials of one measurement apart from those of another. */
function run(): number {
  runs += 1;
  return runs;
}

class Lane {
  readonly #load: TransferLoad;
  /** Undefined outside any lane. */
  readonly #number: number | undefined;
  readonly #run: number;
  readonly #accounts: readonly OpenedAccount[];
  #batch = 0;
  #serial = 0;
  posted = 0;

  constructor(load: TransferLoad, number: number | undefined, runNumber: number) {
    this.#load = load;
    this.#number = number;
    this.#run = runNumber;
    // Neighbouring accounts share a folio, so a lane that has whole folios meets no other lane.
    const share = Math.floor(load.accounts.length / LANES);
    this.#accounts =
      number === undefined ? load.accounts : load.accounts.slice(number * share, (number + 1) * share);
  }

  /** A batch of deposits and withdrawals, and a batch of answers to the withdrawals. */
  async round(): Promise<void> {
    const lines = this.#lines(BATCH, (index) => (index % 2 === 0 ? 'deposit' : 'withdrawal'));
    await this.#submit('TransferContract:Begin', lines);
    const answers = lines
      .filter(({ direction }) => direction === 'withdrawal')
      .map(({ serial, initiatedAt }) => ({
        serial: this.#nextSerial(),
        transfer: { side: 'bank', serial },
        outcome: 'done',
        initiatedAt,
      }));
    await this.#submit('TransferContract:Answer', answers);
    this.posted += BATCH;
  }

  async deposits(count: number): Promise<void> {
    await this.#submit(
      'TransferContract:Begin',
      this.#lines(count, () => 'deposit'),
    );
    this.posted += count;
  }

  #lines(count: number, directionOf: (index: number) => 'deposit' | 'withdrawal') {
    return Array.from({ length: count }, (_, index) => {
      const account = this.#accounts[(this.#turn() * STRIDE) % this.#accounts.length];
      if (account === undefined) throw new Error('A lane needs accounts.');
      return {
        serial: this.#nextSerial(),
        direction: directionOf(index),
        ...account,
        amountFen: AMOUNT_FEN,
        channel: 'web',
        initiatedAt: this.#load.initiatedAt,
      };
    });
  }

  /** Each account gets its deposit before its withdrawal, so that there is always something to withdraw. */
  #turn(): number {
    return this.#number === undefined ? this.#serial : Math.floor(this.#serial / 2);
  }

  /**
   * Numbered to the base of 36, so that 36 of them differ in their last character alone and share a page. Alone, each
   * has a page to itself: the other member's peer may commit the one before a moment later.
   */
  #nextSerial(): string {
    this.#serial += 1;
    const count = this.#serial.toString(36).padStart(6, '0');
    return this.#number === undefined ? `r${this.#run}-${count}-0` : `r${this.#run}-${this.#number}-${count}`;
  }

  async #submit(name: string, instructions: readonly object[]): Promise<void> {
    const request = { ...this.#nextBatch(), instructions };
    const ownPeerOnly = this.#number === undefined;
    allDone(await this.#load.members.bank.submit(name, request, { ownPeerOnly }));
  }

  #nextBatch(): object {
    if (this.#number === undefined) return {};
    this.#batch += 1;
    // Every measurement has lanes of its own numbers, which begin at batch 1.
    return { lane: { number: this.#run * LANES + this.#number, batch: this.#batch } };
  }
}

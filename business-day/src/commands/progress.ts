import type { Watcher } from '../play/stage.js';

/** Says on standard error what is being done, and how far it is. */
export class Progress implements Watcher {
  readonly #out: NodeJS.WriteStream;
  readonly #all: { readonly accounts: number; readonly transfers: number };
  #opened = 0;
  #transferred = 0;

  constructor(out: NodeJS.WriteStream, all: { readonly accounts: number; readonly transfers: number }) {
    this.#out = out;
    this.#all = all;
  }

  step(text: string): void {
    this.#out.write(`  ${text}\n`);
  }

  opened(count: number): void {
    this.#opened += count;
    this.#count('accounts opened', {
      done: this.#opened,
      before: this.#opened - count,
      all: this.#all.accounts,
    });
  }

  transferred(count: number): void {
    this.#transferred += count;
    const { transfers: all } = this.#all;
    this.#count('transfers', { done: this.#transferred, before: this.#transferred - count, all });
  }

  /** A line for each fifth. */
  #count(what: string, { done, before, all }: { done: number; before: number; all: number }): void {
    const fifths = (count: number) => Math.floor((count * 5) / all);
    if (fifths(done) > fifths(before)) this.step(`${done} of ${all} ${what}`);
  }
}

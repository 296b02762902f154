/** Says each step when it begins, and how long it took when the next one does; a reader always knows what is waited for. */
export class Progress {
  readonly #out: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly #startedAt = performance.now();
  #step: { readonly text: string; readonly startedAt: number } | undefined;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  begin(text: string): void {
    this.#finish('✔');
    this.#step = { text, startedAt: performance.now() };
    if (this.#out.isTTY) this.#out.write(`  … ${text}`);
  }

  /** Ends the last step; answers the seconds since the first. */
  done(): number {
    this.#finish('✔');
    return (performance.now() - this.#startedAt) / 1000;
  }

  /** Ends the step that was under way, if any, as one that did not succeed. */
  failed(): void {
    this.#finish('✘');
  }

  #finish(mark: '✔' | '✘'): void {
    if (this.#step === undefined) return;
    const seconds = ((performance.now() - this.#step.startedAt) / 1000).toFixed(1);
    if (this.#out.isTTY) this.#out.write('\r');
    this.#out.write(`  ${mark} ${this.#step.text.padEnd(50)} ${seconds.padStart(5)} s\n`);
    this.#step = undefined;
  }
}

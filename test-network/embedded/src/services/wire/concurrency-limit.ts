/** How many calls of one gRPC service a node takes at a time; one more is refused at once, as a peer does. */
export class ConcurrencyLimit {
  readonly #service: string;
  readonly #limit: number;
  #inFlight = 0;

  constructor(service: string, limit: number) {
    this.#service = service;
    this.#limit = limit;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Takes a place and returns the function that gives it back, once; throws when all are taken. */
  acquire(): () => void {
    if (this.#inFlight >= this.#limit) {
      throw new Error(`too many requests for ${this.#service}, exceeding concurrency limit (${this.#limit})`);
    }
    this.#inFlight += 1;
    let held = true;
    return () => {
      if (held) {
        held = false;
        this.#inFlight -= 1;
      }
    };
  }
}

import { BoundedCache } from './bounded-cache.js';
import { IdentityError } from './identity-error.js';

/** Remembers checks that either pass or throw an IdentityError, by key. Other errors are not remembered. */
export class AnswerCache {
  readonly #answers: BoundedCache<IdentityError | true>;

  constructor(limit: number) {
    this.#answers = new BoundedCache(limit);
  }

  /** Whether the check passes. */
  holds(key: string, check: () => void): boolean {
    return this.#answer(key, check) === true;
  }

  /** Throws the check's IdentityError, again and again. */
  require(key: string, check: () => void): void {
    const answer = this.#answer(key, check);
    if (answer !== true) throw answer;
  }

  #answer(key: string, check: () => void): IdentityError | true {
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = outcome(check);
    this.#answers.set(key, answer);
    return answer;
  }
}

function outcome(check: () => void): IdentityError | true {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof IdentityError) return error;
    throw error;
  }
}

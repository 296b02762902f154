import { parseJson } from '../../model/parse.js';
import { Pepper } from '../../model/personal-data.js';
import { Refusal } from '../../model/refusal.js';
import type { PepperRow, PersonRow } from '../../model/rows/identity-row.js';
import type { Holder } from '../../rules/limits.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { personKey } from './hashes.js';
import { PERSONAL_DATA } from './identities.js';

const PEPPER_KEY = 'pepper';

/** Name of the entry of the transient map that brings the pepper along with the first registration. */
const PEPPER_TRANSIENT = 'pepper';

/**
 * Which person or institution has which client number: one each, however many accounts.
 *
 * A document's number is easily guessed, so it is hashed with a secret, the pepper, which both members' peers hold
 * and no block has.
 */
export class Persons {
  readonly #work: UnitOfWork;

  constructor(work: UnitOfWork) {
    this.#work = work;
  }

  /** @throws Refusal `MALFORMED_REQUEST` where no pepper is on the ledger and none has come along */
  async keyOf(whose: { readonly holder: Holder; readonly document: string }): Promise<string> {
    return personKey(await this.#pepper(), whose);
  }

  async clientNumberOf(key: string): Promise<string | undefined> {
    return (await this.#work.readPrivate<PersonRow>(PERSONAL_DATA, key))?.clientNumber;
  }

  put(key: string, clientNumber: string): void {
    this.#work.writePrivate(PERSONAL_DATA, key, { clientNumber } satisfies PersonRow);
  }

  purge(key: string): void {
    this.#work.writePrivate(PERSONAL_DATA, key, undefined);
  }

  async #pepper(): Promise<string> {
    const agreed = await this.#work.readPrivate<PepperRow>(PERSONAL_DATA, PEPPER_KEY);
    if (agreed !== undefined) return agreed.pepper;
    const offered = this.#work.state.getTransient().get(PEPPER_TRANSIENT);
    if (offered === undefined) {
      throw new Refusal({
        code: 'MALFORMED_REQUEST',
        message: `The first registration brings 32 random bytes in hexadecimal as ${PEPPER_TRANSIENT} in the transient map.`,
      });
    }
    const pepper = parseJson(Pepper, JSON.stringify(Buffer.from(offered).toString('utf8')), PEPPER_TRANSIENT);
    this.#work.writePrivate(PERSONAL_DATA, PEPPER_KEY, { pepper } satisfies PepperRow);
    return pepper;
  }
}

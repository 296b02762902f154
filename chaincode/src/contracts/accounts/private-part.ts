import { z } from 'zod';
import { canonicalJson } from '../../books/canonical-json.js';
import { contentHash } from '../../books/content-hash.js';
import type { LedgerState } from '../../books/state.js';
import { parseJson } from '../../model/parse.js';
import { Refusal } from '../../model/refusal.js';

/** Name of the entry of the transient map that brings personal data, so that it is in no argument and no block. */
const PERSONAL = 'personal';
const LARGEST_PART = 1_000_000;

type Entry = Readonly<Record<string, string>>;

/**
 * What came privately with a batch: a JSON object by account number, each value checked where its line is carried
 * out, so that one client's fault does not stop the others.
 */
export class PrivatePart {
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(entries: ReadonlyMap<string, Entry>) {
    this.#entries = entries;
  }

  /** @throws Refusal `MALFORMED_REQUEST`, which names nothing of what it found: that may be personal data */
  static read(
    state: Pick<LedgerState, 'getTransient'>,
    lines: readonly { readonly accountNumber: string }[],
  ): PrivatePart {
    const bytes = state.getTransient().get(PERSONAL);
    if (bytes === undefined) return new PrivatePart(new Map());
    if (bytes.length > LARGEST_PART) throw malformed(`It has more than ${LARGEST_PART} bytes.`);
    const accounts = new Set(lines.map(({ accountNumber }) => accountNumber));
    const part = parseJson(z.unknown(), Buffer.from(bytes).toString('utf8'), PERSONAL);
    if (!isObject(part)) throw malformed('It is none.');
    const entries = new Map<string, Entry>();
    for (const [accountNumber, entry] of Object.entries(part)) {
      // A key that is no account of the batch may be anything, and so is not repeated.
      if (!accounts.has(accountNumber)) {
        throw malformed('It has an entry for an account that no instruction of the batch names.');
      }
      if (!isObject(entry) || !hasTextsOnly(entry)) {
        throw malformed(`Its entry for account ${accountNumber} is no object of texts.`);
      }
      entries.set(accountNumber, entry);
    }
    return new PrivatePart(entries);
  }

  /** What came for an account, by a schema; its fields are named `personal.…` where they are refused. */
  of<Schema extends z.ZodType>(accountNumber: string, schema: Schema): z.output<Schema> {
    const entry = this.#entries.get(accountNumber);
    if (entry === undefined) throw malformed(`It has no entry for account ${accountNumber}.`);
    return parseJson(schema, canonicalJson(entry), PERSONAL);
  }

  /** What tells this private part from another; a salt is new each time, and makes no other of it. */
  contentOf(accountNumber: string): string | undefined {
    const entry = this.#entries.get(accountNumber);
    if (entry === undefined) return undefined;
    const { salt: _, ...content } = entry;
    return contentHash(content);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasTextsOnly(entry: Readonly<Record<string, unknown>>): entry is Entry {
  return Object.values(entry).every((value) => typeof value === 'string');
}

function malformed(fault: string): Refusal {
  return new Refusal({
    code: 'MALFORMED_REQUEST',
    field: PERSONAL,
    message: `The transient map’s ${PERSONAL} is an object by account number. ${fault}`,
  });
}

import { createHash, createHmac } from 'node:crypto';
import { PEPPER, personOf } from '../scenario/people.js';

/** What must be found nowhere in public: what it is, and the text. */
export type Secret = readonly [what: string, text: string];

/** What is known of clients, and what keeps it from being guessed. */
export function secretsOf(accountNumbers: readonly string[]): Secret[] {
  const people = accountNumbers.flatMap((number) =>
    Object.entries(personOf(number)).map(([what, text]): Secret => [`${what} of ${number}`, text]),
  );
  return [...people, ['the pepper', PEPPER]];
}

/** The ways in which a text may be written down. */
export function writings(text: string): string[] {
  const bytes = Buffer.from(text, 'utf8');
  const escaped = [...text].map((each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  // In base64 a text looks different by what stands before it; its ends are cut off, as they mix with the others.
  const inBase64 = [0, 1, 2].map((before) => {
    const shifted = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return shifted.slice(before === 0 ? 0 : 4, -4);
  });
  return [text, escaped, encodeURIComponent(text), bytes.toString('hex'), ...inBase64].filter(
    (each) => each.length >= 6,
  );
}

/** What somebody who guesses a text could compute and look for, knowing everything that is public. */
export function guesses(text: string, known: readonly string[]): string[] {
  const said = ['', ...known].flatMap((each) => [
    text,
    `${each}${text}`,
    `${text}${each}`,
    `${each}/${text}`,
  ]);
  const hashes = said.flatMap((each) =>
    ['sha256', 'sha1', 'md5', 'sha512'].flatMap((name) => written(createHash(name).update(each).digest())),
  );
  const fields = ['name', 'document', 'mobile', 'bankAccount', 'residentId', 'person', 'institution'];
  const keys = ['', ...fields, ...known];
  const keyed = keys.flatMap((key) => {
    const digest = createHmac('sha256', key).update(text).digest();
    const nested = createHmac('sha256', createHmac('sha256', key).update('name').digest()).update(text);
    return [...written(digest), ...written(nested.digest())];
  });
  return [...new Set([...hashes, ...keyed])];
}

/** As a whole, and by as many digits as pseudonyms have. */
function written(digest: Buffer): string[] {
  return [digest.toString('hex').slice(0, 16), digest.toString('base64').slice(0, 22)];
}

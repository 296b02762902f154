/** Longer than any request that the contracts take: a chunk of clearing has some 700,000 characters at most. */
export const LONGEST_TEXT = 2_000_000;
/** Objects and lists within each other; a request has five at most. */
export const DEEPEST_NESTING = 32;
/** Values that stand in lists or objects; a chunk of clearing has some 41,000 at most. */
export const MOST_VALUES = 100_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
/** What makes a square bracket the curly one of the same side. */
const CURLY = 0x20;
const OPENING = 0x7b;
const CLOSING = 0x7d;

/**
 * Why a text is not even read as JSON; undefined where it may be.
 *
 * Reading costs no more than one pass over the text, so nobody can bring a peer's chaincode down with a text that is
 * small to send and large to take in: what walks through values calls itself for every level of nesting, and a
 * schema reports each of a list's million faults.
 */
export function unreadable(text: string): string | undefined {
  if (text.length > LONGEST_TEXT) {
    return `The text has ${text.length} characters, and at most ${LONGEST_TEXT} are read.`;
  }
  let [depth, values] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === COMMA) values += 1;
    else if ((code | CURLY) === OPENING) depth += 1;
    else if ((code | CURLY) === CLOSING) depth -= 1;
    if (depth > DEEPEST_NESTING) {
      return `The text nests objects and lists deeper than ${DEEPEST_NESTING} levels.`;
    }
    if (values > MOST_VALUES) return `The text has more than ${MOST_VALUES} values.`;
  }
  return undefined;
}

/** Place of the quotation mark that ends the string which begins here, or the text's end. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((at - before) % 2 === 1) return at;
  }
  return text.length;
}

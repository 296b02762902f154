import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEEPEST_NESTING, LONGEST_TEXT, MOST_VALUES, unreadable } from './readable.js';

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('a text that is not even read', () => {
  it('is one that is too long', () => {
    expect(unreadable(`"${'a'.repeat(LONGEST_TEXT - 2)}"`)).toBeUndefined();
    expect(unreadable(`"${'a'.repeat(LONGEST_TEXT - 1)}"`)).toMatch(/2000001 characters/);
  });

  it('is one that nests too deep', () => {
    expect(unreadable(nested(DEEPEST_NESTING))).toBeUndefined();
    expect(unreadable(nested(DEEPEST_NESTING + 1))).toMatch(/deeper than 32/);
    expect(unreadable('{"a":'.repeat(DEEPEST_NESTING + 1))).toMatch(/deeper than 32/);
  });

  it('is one of too many values', () => {
    expect(unreadable(`[1${',1'.repeat(MOST_VALUES)}]`)).toBeUndefined();
    expect(unreadable(`[1${',1'.repeat(MOST_VALUES + 1)}]`)).toMatch(/more than 100000/);
  });

  it('is none because of what stands in its strings, however they are escaped', () => {
    const brackets = '[{,'.repeat(MOST_VALUES);
    fc.assert(
      fc.property(fc.array(fc.constantFrom('\\', '"', 'a', '['), { maxLength: 12 }), (characters) => {
        const text = JSON.stringify([characters.join(''), brackets, { [brackets]: 1 }]);
        expect(unreadable(text)).toBeUndefined();
        expect(unreadable(`[${text},${nested(DEEPEST_NESTING)}]`)).toMatch(/deeper/);
      }),
      { numRuns: 50 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys, wellFormed } from './key-order.js';
import { KeyValueStore } from './key-value-store.js';

const key = fc.string({ unit: 'binary', minLength: 1, maxLength: 6 });
const change = fc.record({ key: fc.oneof(fc.constantFrom('a', 'b', 'ab'), key), deletes: fc.boolean() });

describe('keys in memory', () => {
  it('are in the order of their UTF-8 bytes', () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        const bytes = Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));
        expect(Math.sign(compareKeys(a, b))).toBe(bytes);
      }),
    );
  });

  it('stay in order and complete whatever is written and deleted', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), key, key, (changes, start, end) => {
        const store = new KeyValueStore();
        const model = new Set<string>();
        for (const [at, { key: name, deletes }] of changes.entries()) {
          if (deletes) {
            store.delete(name);
            model.delete(name);
          } else {
            store.set(name, { value: Buffer.from([1]), version: `0.${at}` });
            model.add(name);
          }
        }
        const all = [...model].sort(compareKeys);
        expect(store.range('', '')).toEqual(all);
        expect(store.entries().map(([name]) => name)).toEqual(all);
        expect(store.range(start, end)).toEqual(
          all.filter((name) => compareKeys(name, start) >= 0 && compareKeys(name, end) < 0),
        );
      }),
    );
  });

  it('lose half a surrogate pair, as a text does on its way to a peer', () => {
    expect(wellFormed('a\ud800b')).toBe('a\ufffdb');
    expect(wellFormed('\u{1F600}')).toBe('\u{1F600}');
  });
});

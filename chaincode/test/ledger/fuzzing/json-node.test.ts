import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reverseKeys } from '../determinism/reversed-json.js';
import { jsonNode, jsonText, nodeCount, replaceAt } from './json-node.js';

describe('JSON in parts', () => {
  it('is the text that it was made from', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(jsonText(jsonNode(value))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('can be replaced at every place, one place at a time', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const root = jsonNode(value);
        const texts = Array.from({ length: nodeCount(root) }, (_, place) =>
          jsonText(replaceAt(root, place, () => ({ token: 'REPLACED' }))),
        );
        expect(new Set(texts).size).toBe(texts.length);
        expect(texts[0]).toBe('REPLACED');
      }),
    );
  });
});

describe('parsed JSON with its keys in reversed order', () => {
  it('is the same value, and the same text when it is reversed again', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const parsed: unknown = JSON.parse(text);
        reverseKeys(parsed);
        expect(parsed).toEqual(JSON.parse(text));
        reverseKeys(parsed);
        expect(JSON.stringify(parsed)).toBe(text);
      }),
    );
  });

  it('keeps a field named __proto__ a field', () => {
    const parsed: object = JSON.parse('{"a":1,"__proto__":{"b":2},"c":3}');
    reverseKeys(parsed);
    expect(JSON.stringify(parsed)).toBe('{"c":3,"__proto__":{"b":2},"a":1}');
  });

  it('copes with nesting deeper than the stack', () => {
    const parsed: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    expect(() => reverseKeys(parsed)).not.toThrow();
  });
});

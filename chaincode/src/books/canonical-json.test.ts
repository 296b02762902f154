import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.js';

/** The same value with the fields of every object in the opposite order. */
function turnedRound(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turnedRound);
  if (typeof value !== 'object' || value === null) return value;
  const turned: [string, unknown][] = Object.entries(value)
    .map(([key, field]): [string, unknown] => [key, turnedRound(field)])
    .reverse();
  return Object.fromEntries(turned);
}

const json = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)));

describe('canonical JSON', () => {
  it('reads back as what it was made of', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(value);
      }),
    );
  });

  it('is one text whatever order the fields have', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(turnedRound(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it('has the fields in the order of their code units, without spaces and without what is undefined', () => {
    const value = { b: 1, a: [{ z: null, y: undefined, Z: '资' }], '2': 0, '10': true };
    expect(canonicalJson(value)).toBe('{"10":true,"2":0,"a":[{"Z":"资","z":null}],"b":1}');
  });

  it('keeps fields whose names mean something to JavaScript', () => {
    const text = '{"__proto__":{"a":1},"constructor":2,"toString":3}';
    expect(canonicalJson(JSON.parse(text))).toBe(text);
  });
});

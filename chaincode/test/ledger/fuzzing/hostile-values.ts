import fc from 'fast-check';
import { type JsonNode, jsonNode } from './json-node.js';

const NUMBERS = [
  ...['0', '-0', '-1', '0.1', '1e-7', '0.30000000000000004', '1.0', '1e2'],
  ...[
    '9007199254740991',
    '9007199254740992',
    '9007199254740993',
    '-9007199254740992',
    '18446744073709551616',
  ],
  ...['1e21', '1e308', '1e400', '-1e400', '2147483648', '4294967296'],
];

const TEXTS = [
  ...['', ' ', '\u0000', '\uffff', '\ufeff', '\ud800', '\u202e', 'é', '\u{1F600}', '１２３'],
  ...['NaN', 'Infinity', '-0', '1e21', '0x10', '１', 'null', 'undefined', 'true', '[object Object]'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'],
  ...[
    '../day',
    'custody/0',
    'a/b',
    'day',
    '{}',
    '[]',
    "'; drop table",
    '2026-02-30',
    '2026-07-06',
    '9999-12-31',
  ],
  ...['2026-07-06T09:30:00+08:00', '2026-07-06T25:00:00Z', '+275760-09-13T00:00:01Z', '-1'],
];

const INTRUDER = jsonNode({ polluted: true, balanceFen: 1, role: 'bank-admin' });
const DEEPEST = 20_000;
const LONGEST_TEXT = 200_000;

const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'length',
  '0',
  '',
  'amountFen',
  'unknown',
  '字段',
];

/** Names of fields that no schema expects, those among them that a careless program would take for its own. */
export const hostileName = fc.oneof(
  fc.constantFrom(...NAMES),
  fc.string({ unit: 'grapheme', maxLength: 50 }),
);

/** Objects that a careless merge would let into the prototype of all objects. */
const POLLUTIONS: readonly JsonNode[] = [
  { members: [['__proto__', INTRUDER]] },
  { members: [['constructor', { members: [['prototype', INTRUDER]] }]] },
];

/** Values that somebody may put where others belong. */
export const hostileNode: fc.Arbitrary<JsonNode> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NUMBERS).map((token) => ({ token })) },
  { weight: 4, arbitrary: fc.constantFrom(...TEXTS).map(jsonNode) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }).map(jsonNode) },
  { weight: 2, arbitrary: fc.constantFrom(null, true, false, [], {}, [[]], [null]).map(jsonNode) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 4 }).map(jsonNode) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('a', '9', '中').map((unit) => jsonNode(unit.repeat(LONGEST_TEXT))),
  },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: DEEPEST }).map(nested) },
  { weight: 2, arbitrary: fc.constantFrom(...POLLUTIONS) },
  { weight: 1, arbitrary: fc.integer({ min: 1000, max: 5000 }).map((length) => ({ items: crowd(length) })) },
);

function nested(depth: number): JsonNode {
  return { token: `${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}` };
}

function crowd(length: number): JsonNode[] {
  return Array.from({ length }, (_, at) => jsonNode({ at }));
}

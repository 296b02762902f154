import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AccountMove,
  type AccountStatus,
  nextStatus,
  statusAllows,
  statusesBefore,
} from './account-status.js';

const STATUSES: readonly AccountStatus[] = [
  'registered',
  'proposed',
  'confirmed',
  'active',
  'suspended',
  'closing',
  'closed',
];
const MOVES: readonly (readonly [AccountMove, AccountStatus, AccountStatus])[] = [
  ['propose', 'registered', 'proposed'],
  ['withdraw-proposal', 'proposed', 'registered'],
  ['confirm', 'proposed', 'confirmed'],
  ['activate', 'confirmed', 'active'],
  ['suspend', 'active', 'suspended'],
  ['resume', 'suspended', 'active'],
  ['request-closing', 'active', 'closing'],
  ['request-closing', 'suspended', 'closing'],
  ['cancel-closing', 'closing', 'active'],
  ['close', 'closing', 'closed'],
];
const MOVE_NAMES = [...new Set(MOVES.map(([move]) => move))];

describe('the status of an account', () => {
  it.each(MOVES)('moves by %s from %s to %s', (move, from, to) => {
    expect(nextStatus(from, move)).toBe(to);
    expect(statusesBefore(move)).toContain(from);
  });

  it('makes no other move', () => {
    for (const move of MOVE_NAMES) {
      for (const status of STATUSES) {
        const listed = MOVES.find(([name, from]) => name === move && from === status);
        expect(nextStatus(status, move)).toBe(listed?.[2]);
      }
    }
  });

  it('becomes active only after the bank has confirmed, and nothing follows closed, whatever is tried', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...MOVE_NAMES), { maxLength: 40 }), (tried) => {
        let status: AccountStatus = 'registered';
        let confirmed = false;
        for (const move of tried) {
          const next = nextStatus(status, move);
          if (next === undefined) continue;
          expect(status).not.toBe('closed');
          confirmed ||= move === 'confirm';
          status = next;
          if (status === 'active') expect(confirmed).toBe(true);
        }
      }),
    );
  });

  it('allows every operation when active, withdrawal alone when closing, and else none', () => {
    const operations = ['deposit', 'withdrawal', 'buy', 'sell'] as const;
    const allowed = Object.fromEntries(
      STATUSES.map((status) => [status, operations.filter((operation) => statusAllows(status, operation))]),
    );
    expect(allowed).toEqual({
      registered: [],
      proposed: [],
      confirmed: [],
      active: operations,
      suspended: [],
      closing: ['withdrawal'],
      closed: [],
    });
  });
});

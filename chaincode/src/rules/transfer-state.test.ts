import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterMove,
  type Direction,
  firstState,
  isInTransit,
  isPending,
  type Side,
  type TransferMove,
  type TransferState,
} from './transfer-state.js';

const STATES: readonly TransferState[] = [
  'requested',
  'in-transit',
  'claimed',
  'posted',
  'refused',
  'expired',
  'reversed',
];
const MOVES: readonly TransferMove[] = ['claim', 'done', 'refuse', 'expire', 'reverse'];

describe('a transfer', () => {
  it.each<[Direction, Side, TransferState]>([
    ['deposit', 'bank', 'posted'],
    ['deposit', 'broker', 'requested'],
    ['withdrawal', 'broker', 'in-transit'],
    ['withdrawal', 'bank', 'claimed'],
  ])('as a %s begun by the %s begins %s', (direction, side, state) => {
    expect(firstState(direction, side)).toBe(state);
  });

  it('makes these moves and no other', () => {
    const moves = STATES.flatMap((state) =>
      MOVES.flatMap((move) => {
        const next = afterMove(state, move);
        return next === undefined ? [] : [`${state} ${move}: ${next}`];
      }),
    );
    expect(moves).toEqual([
      'requested done: posted',
      'requested refuse: refused',
      'requested expire: expired',
      'requested reverse: reversed',
      'in-transit claim: claimed',
      'in-transit refuse: refused',
      'in-transit expire: expired',
      'in-transit reverse: reversed',
      'claimed done: posted',
      'claimed refuse: refused',
      'posted reverse: reversed',
    ]);
  });

  it('that the bank is paying can be ended by nothing but the bank’s answer', () => {
    expect(afterMove('claimed', 'expire')).toBeUndefined();
    expect(afterMove('claimed', 'reverse')).toBeUndefined();
  });

  it('is pending while its end is open, and in transit while deducted money has not left', () => {
    expect(STATES.filter(isPending)).toEqual(['requested', 'in-transit', 'claimed']);
    expect(STATES.filter(isInTransit)).toEqual(['in-transit', 'claimed']);
  });

  it('that has ended is never pending again, and after it is posted can only be reversed', () => {
    const direction = fc.constantFrom<Direction>('deposit', 'withdrawal');
    const side = fc.constantFrom<Side>('bank', 'broker');
    fc.assert(
      fc.property(
        direction,
        side,
        fc.array(fc.constantFrom(...MOVES), { maxLength: 12 }),
        (way, by, tried) => {
          let state = firstState(way, by);
          for (const move of tried) {
            const next = afterMove(state, move);
            if (next === undefined) continue;
            if (!isPending(state)) expect([state, next]).toEqual(['posted', 'reversed']);
            state = next;
          }
        },
      ),
    );
  });
});

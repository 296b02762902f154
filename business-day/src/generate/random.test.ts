import { describe, expect, it } from 'vitest';
import { SeededRandom } from './random.js';

describe('seeded random numbers', () => {
  it('are the same for the same seed, and others for another', () => {
    const of = (seed: number) => {
      const random = new SeededRandom(seed);
      return Array.from({ length: 8 }, () => random.integer(0, 1_000_000));
    };
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });

  it('keep their bounds and reach both', () => {
    const random = new SeededRandom(7);
    const dice = Array.from({ length: 1_000 }, () => random.integer(1, 6));
    expect([Math.min(...dice), Math.max(...dice)]).toEqual([1, 6]);
    expect(dice.every(Number.isInteger)).toBe(true);
  });

  it('shuffle without losing anything', () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    const shuffled = new SeededRandom(3).shuffled(items);
    expect(shuffled).not.toEqual(items);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
  });
});

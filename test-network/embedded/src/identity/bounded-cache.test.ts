import { describe, expect, it } from 'vitest';
import { BoundedCache } from './bounded-cache.js';

describe('a bounded cache', () => {
  it('never holds more than twice its limit', () => {
    const cache = new BoundedCache<number>(10);
    for (let key = 0; key < 1_000; key += 1) {
      cache.set(`${key}`, key);
      expect(cache.size).toBeLessThanOrEqual(20);
    }
    expect(cache.get('999')).toBe(999);
    expect(cache.get('0')).toBeUndefined();
  });

  it('keeps what is asked for again and again', () => {
    const cache = new BoundedCache<string>(10);
    cache.set('wanted', 'here');
    for (let key = 0; key < 1_000; key += 1) {
      cache.set(`${key}`, 'other');
      expect(cache.get('wanted')).toBe('here');
    }
  });
});

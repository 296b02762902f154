import { describe, expect, it } from 'vitest';
import { parseDurationMs } from './duration.js';

describe('a duration as Go writes it', () => {
  it.each([
    ['20ms', 20],
    ['2s', 2_000],
    ['1m30s', 90_000],
    ['1.5h', 5_400_000],
    ['250us', 0.25],
    ['1h0m0.5s', 3_600_500],
    ['0', 0],
    ['-5s', -5_000],
    ['.5s', 500],
  ])('%s is %d milliseconds', (text, expectedMs) => {
    expect(parseDurationMs(text)).toBeCloseTo(expectedMs, 9);
  });

  it.each(['', '20', 'ms', '2 s', '1d', '1s2', '1e3s', '--1s'])('%j is none', (text) => {
    expect(() => parseDurationMs(text)).toThrow(`time: invalid duration ${JSON.stringify(text)}`);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secondsOfDay, withinHours } from './hours.js';
import { type Instant, instant } from './instant.js';

const HOURS = { from: '09:00:00', until: '16:00:00' };

describe('service hours', () => {
  it.each([
    ['08:59:59', false],
    ['09:00:00', true],
    ['12:30:00', true],
    ['15:59:59', true],
    ['16:00:00', true],
    ['16:00:01', false],
    ['00:00:00', false],
    ['23:59:59', false],
  ])('at %s: %s', (time, served) => {
    expect(withinHours(HOURS, instant(`2026-07-06T${time}+08:00`))).toBe(served);
  });

  it('are hours of China, wherever the instruction was written', () => {
    expect(withinHours(HOURS, instant('2026-07-06T08:00:00Z'))).toBe(true);
    expect(withinHours(HOURS, instant('2026-07-06T09:00:00Z'))).toBe(false);
    expect(withinHours(HOURS, instant('2026-07-05T21:00:00-04:00'))).toBe(true);
  });

  it('cover all their seconds and no other', () => {
    const second = fc.nat(86_399);
    fc.assert(
      fc.property(second, second, second, (a, b, now) => {
        const [from, until] = [Math.min(a, b), Math.max(a, b)].map(clock);
        if (from === undefined || until === undefined) throw new Error('Two times were to come out.');
        const at: Instant = instant(`2026-07-06T${clock(now)}+08:00`);
        expect(withinHours({ from, until }, at)).toBe(Math.min(a, b) <= now && now <= Math.max(a, b));
        expect(secondsOfDay(clock(now))).toBe(now);
      }),
    );
  });

  it.each(['', '9:00:00', '24:00:00', '16:60:00', '16:00:60', '16:00', '16:00:00 '])(
    'are never given as %j',
    (text) => {
      expect(secondsOfDay(text)).toBeUndefined();
      expect(() => withinHours({ from: text, until: '16:00:00' }, instant('2026-07-06T01:00:00Z'))).toThrow(
        RangeError,
      );
    },
  );
});

function clock(seconds: number): string {
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

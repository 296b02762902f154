import { describe, expect, it } from 'vitest';
import { isMobile } from './mobile.js';

describe('a mobile number', () => {
  it.each(['13000000000', '19912345678'])('may be %s', (text) => {
    expect(isMobile(text)).toBe(true);
  });

  it.each([
    '',
    '12000000000',
    '1300000000',
    '130000000000',
    '+8613000000000',
    '130-0000-0000',
    '１3000000000',
    '13000000000\n',
  ])('is never %j', (text) => {
    expect(isMobile(text)).toBe(false);
  });
});

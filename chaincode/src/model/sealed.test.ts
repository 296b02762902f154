import { describe, expect, it } from 'vitest';
import { seal, unseal } from './sealed.js';

const KEY = '5a'.repeat(32);

describe('a sealed answer', () => {
  it('is opened with the key that it was sealed with, and is alike on every peer', () => {
    const answer = { name: '张三', numbers: [1, 2] };
    expect(unseal(seal(answer, KEY), KEY)).toEqual(answer);
    expect(seal(answer, KEY)).toBe(seal(answer, KEY));
  });

  it('does not show what is in it', () => {
    expect(Buffer.from(seal({ name: 'Zhang San' }, KEY), 'base64').toString('latin1')).not.toContain('Zhang');
  });

  it('is not opened with another key, nor when a single bit of it was changed', () => {
    const sealed = seal({ name: '张三' }, KEY);
    expect(() => unseal(sealed, 'a5'.repeat(32))).toThrow();
    const bytes = Buffer.from(sealed, 'base64');
    bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
    expect(() => unseal(bytes.toString('base64'), KEY)).toThrow();
  });
});

import { describe, expect, it } from 'vitest';
import { StartupError, sentenceFor } from './startup-error.js';

function failed(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

describe('a failure told to the user', () => {
  it('is told as it is when it was meant for the user', () => {
    const error = new Error('outer', { cause: new StartupError('Port 7051 is in use; stop it.') });
    expect(sentenceFor(error)).toBe('Port 7051 is in use; stop it.');
  });

  it('names a full disk and a folder in use, however deep they lie', () => {
    const full = failed('ENOSPC', 'ENOSPC: no space left on device, write');
    expect(sentenceFor(new Error('block 7 could not be written', { cause: full }))).toMatch(
      /^The disk is full/,
    );
    const locked = failed('LEVEL_LOCKED', 'lock hold by current process');
    expect(sentenceFor(new Error('Database failed to open', { cause: locked }))).toContain(
      'in use by another process',
    );
  });

  it('is one line, whatever it is', () => {
    expect(sentenceFor(new Error('first\nsecond'))).toBe('first second');
    expect(sentenceFor('text')).toBe('text');
  });
});

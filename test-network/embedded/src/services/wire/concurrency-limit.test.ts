import { describe, expect, it } from 'vitest';
import { ConcurrencyLimit } from './concurrency-limit.js';

describe('a service with two places', () => {
  it('refuses a third call in the words of a peer, and takes it when one has gone', () => {
    const limit = new ConcurrencyLimit('/gateway.Gateway', 2);
    const release = limit.acquire();
    limit.acquire();
    expect(() => limit.acquire()).toThrow(
      'too many requests for /gateway.Gateway, exceeding concurrency limit (2)',
    );
    release();
    release();
    expect(limit.inFlight).toBe(1);
    limit.acquire();
    expect(() => limit.acquire()).toThrow('too many requests');
  });
});

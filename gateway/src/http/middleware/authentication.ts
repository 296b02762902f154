import { createHash, timingSafeEqual } from 'node:crypto';
import { Problem } from '../problems/problem.js';

/** Checks the bearer token of a request; throws a Problem where it is missing or wrong. */
export function tokenCheck(token: string): (authorization: string | undefined) => void {
  const expected = digest(token);
  return (authorization) => {
    const [, given = ''] = /^Bearer (\S+)$/i.exec(authorization ?? '') ?? [];
    // Digests have one length, so the comparison takes one time whatever was sent.
    if (!timingSafeEqual(digest(given), expected)) throw new Problem({ code: 'NOT_AUTHENTICATED' });
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

import { describe, expect, it } from 'vitest';
import { parseRefusal, Refusal } from './refusal.js';
import { byPrecedence } from './result-codes.js';

describe('a refusal', () => {
  const details = {
    code: 'INSUFFICIENT_BALANCE',
    field: 'amountFen',
    message: 'Account 1001 has 10.00, and 20.00 was asked for.',
  } as const;

  it('carries its code first, then the field', () => {
    expect(new Refusal(details).message).toBe(
      'INSUFFICIENT_BALANCE [amountFen]: Account 1001 has 10.00, and 20.00 was asked for.',
    );
  });

  it('is found again in the text that a peer makes of it', () => {
    expect(parseRefusal(`chaincode response 500, ${new Refusal(details).message}`)).toEqual(details);
    const plain = { code: 'NOT_PERMITTED', message: 'Only a member may.' } as const;
    expect(parseRefusal(new Refusal(plain).message)).toEqual(plain);
  });

  it('is not seen in other texts', () => {
    expect(parseRefusal('failed to connect: connection refused')).toBeUndefined();
    expect(parseRefusal('SOMETHING_ELSE: a text')).toBeUndefined();
  });

  it('reports a malformed request before a business reason', () => {
    expect(byPrecedence('MALFORMED_REQUEST', 'INSUFFICIENT_BALANCE')).toBeLessThan(0);
    expect(byPrecedence('ACCOUNT_NOT_FOUND', 'IDEMPOTENCY_CONFLICT')).toBeGreaterThan(0);
  });
});

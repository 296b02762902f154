import { describe, expect, it } from 'vitest';
import { parseJson } from './parse.js';
import { registrationData } from './personal-data.js';
import { Refusal } from './refusal.js';
import { BeginLine, BeginRequest } from './requests/transfers.js';

const person = {
  name: '王小明',
  document: '110105199003071239',
  mobile: '13800138000',
  salt: 'ab'.repeat(32),
};

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  throw new Error('It was not refused.');
}

describe('a request', () => {
  const transfer = {
    serial: 's-1',
    direction: 'deposit',
    accountNumber: '100001',
    bankAccountRef: '0123456789abcdef',
    amountFen: 100,
    channel: 'mobile',
    initiatedAt: '2026-07-06T02:00:00Z',
  };

  it('is read by its schema', () => {
    expect(parseJson(BeginLine, JSON.stringify(transfer))).toEqual(transfer);
  });

  it.each([
    [
      'an unknown field',
      { ...transfer, currency: 'CNY' },
      'MALFORMED_REQUEST [currency]: The field is not known.',
    ],
    ['a fraction of a fen', { ...transfer, amountFen: 0.5 }, 'MALFORMED_REQUEST [amountFen]:'],
    ['an amount as a text', { ...transfer, amountFen: '100' }, 'MALFORMED_REQUEST [amountFen]:'],
    ['an amount that is not exact', { ...transfer, amountFen: 2 ** 53 }, 'MALFORMED_REQUEST [amountFen]:'],
    ['zero', { ...transfer, amountFen: 0 }, 'MALFORMED_REQUEST [amountFen]:'],
    ['no account', { ...transfer, accountNumber: undefined }, 'MALFORMED_REQUEST [accountNumber]:'],
  ])('is refused for %s, and the field is named', (_, request, text) => {
    expect(refusal(() => parseJson(BeginLine, JSON.stringify(request)))).toContain(text);
  });

  it('names the line of a batch', () => {
    const batch = { instructions: [transfer, { ...transfer, direction: 'gift' }] };
    expect(refusal(() => parseJson(BeginRequest, JSON.stringify(batch)))).toContain(
      '[instructions.1.direction]',
    );
  });

  it('is refused where it is no JSON, without quoting it', () => {
    expect(refusal(() => parseJson(BeginLine, '{"name":王小明'))).toBe(
      'MALFORMED_REQUEST: The text is no JSON.',
    );
  });
});

describe('personal data', () => {
  const schema = registrationData({ holder: 'person', today: undefined });
  const parse = (data: unknown) => parseJson(schema, JSON.stringify(data), 'personal');

  it('is read where everything in it is right', () => {
    expect(parse(person)).toEqual(person);
  });

  it.each([
    ['document', '110105194912310021', 'RESIDENT_ID_CHECK_CHARACTER'],
    ['document', '110105194902300020', 'RESIDENT_ID_DATE'],
    ['document', '1101051990', 'RESIDENT_ID_FORM'],
    ['mobile', '12345678901', 'MOBILE_FORM'],
    ['name', ' 王', 'MALFORMED_REQUEST'],
    ['salt', 'short', 'MALFORMED_REQUEST'],
  ])('is refused for %s %j with %s, and without the value', (field, value, code) => {
    const text = refusal(() => parse({ ...person, [field]: value }));
    expect(text.startsWith(`${code} [personal.${field}]: `)).toBe(true);
    expect(text).not.toContain(value);
  });

  it('reports the fault that takes precedence where there are several', () => {
    const text = refusal(() => parse({ ...person, mobile: '1', document: '110105194902300020' }));
    expect(text).toContain('RESIDENT_ID_DATE');
  });

  it('does not repeat a value that was sent as a field name', () => {
    expect(refusal(() => parse({ ...person, '110105199003071239': true }))).not.toContain(
      '110105199003071239',
    );
  });
});

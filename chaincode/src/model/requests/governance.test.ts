import { describe, expect, it } from 'vitest';
import { parameterSet, tradingYear } from '../../../test/scenario/rules.js';
import { parseJson } from '../parse.js';
import { ProposeRequest } from './governance.js';

const fault = (change: object) => {
  const request = { id: 'p', change, reason: 'Agreed' };
  try {
    parseJson(ProposeRequest, JSON.stringify(request));
    return undefined;
  } catch (error) {
    return String(error);
  }
};
const ofParameters = (own: object) =>
  fault({ kind: 'parameters', parameters: { ...parameterSet(), ...own } });
const ofCalendar = (own: object) => fault({ kind: 'calendar', calendar: { ...tradingYear(2026), ...own } });
const SECURITY = {
  code: '600000',
  board: 'sse-main',
  name: '示例股份',
  effectiveFrom: '2026-07-07',
  settlementCycle: 'T+1',
  flags: [],
};
const ofSecurities = (...list: object[]) =>
  fault({ kind: 'securities', securities: list.map((own) => ({ ...SECURITY, ...own })) });

describe('a proposed parameter set', () => {
  it('is taken as it is where it agrees with itself', () => {
    expect(ofParameters({})).toBeUndefined();
    const limits = [
      { perTransferFen: 100, perDayFen: 100, perDayCount: 1 },
      { direction: 'withdrawal', perTransferFen: 50 },
      { direction: 'withdrawal', channel: 'web', perDayCount: 3 },
    ];
    expect(ofParameters({ limits })).toBeUndefined();
  });

  it.each([
    ['limits.0', { limits: [{ direction: 'deposit' }] }, 'must limit a transfer'],
    ['limits.0', { limits: [{ perTransferFen: 101, perDayFen: 100 }] }, 'must not allow a transfer more'],
    ['limits.1', { limits: [{ perTransferFen: 1 }, { perDayFen: 2 }] }, 'must not stand in the list twice'],
    ['limits.0.perDayCount', { limits: [{ perDayCount: 0 }] }, ''],
    ['limits.0.perDayFen', { limits: [{ perDayFen: 1e21 }] }, 'whole number of fen'],
    ['limits.0.perMonthFen', { limits: [{ perDayFen: 1, perMonthFen: 1 }] }, 'not known'],
    ['transferHours.person', { transferHours: hours('16:00:00', '09:00:00') }, 'must begin before it ends'],
    ['transferHours.person', { transferHours: hours('09:00:00', '09:00:00') }, 'must begin before it ends'],
    ['transferHours.person.until', { transferHours: hours('09:00:00', '24:00:00') }, 'must be a time'],
    ['effectiveFrom', { effectiveFrom: '2026-02-29' }, 'must be a date'],
    ['folioSize', { folioSize: 0 }, ''],
    ['folioSize', { folioSize: 1_025 }, ''],
    ['clockToleranceSeconds', { clockToleranceSeconds: 0 }, ''],
    ['instructionsPerBatch', { instructionsPerBatch: 1_001 }, ''],
    [
      'fees.1',
      {
        fees: [
          { item: 'stamp', side: 'sell', rateE8: 50_000 },
          { item: 'stamp', side: 'sell', rateE8: 40_000 },
        ],
      },
      'must not stand in the list twice',
    ],
    ['handOverRoots.0.rootCertificates', { handOverRoots: [{ mspId: 'M', rootCertificates: [] }] }, ''],
  ])('names %s where it is wrong', (field, own, message) => {
    const text = ofParameters(own);
    expect(text).toContain(`MALFORMED_REQUEST [change.parameters.${field}]: `);
    expect(text).toContain(message);
  });

  it('has every value', () => {
    const { limits, ...rest } = parameterSet();
    expect(limits).toEqual([]);
    expect(fault({ kind: 'parameters', parameters: rest })).toContain(
      'MALFORMED_REQUEST [change.parameters.limits]: ',
    );
  });
});

describe('a proposed calendar', () => {
  it.each([
    ['closedDays.0', { closedDays: ['2025-12-31'] }, 'must be a day of the calendar’s year'],
    ['closedDays.1', { closedDays: ['2026-07-06', '2026-07-04'] }, 'must be a weekday'],
    ['closedDays.1', { closedDays: ['2026-07-06', '2026-07-06'] }, 'must not stand in the list twice'],
    ['closedDays.0', { closedDays: ['2026-02-30'] }, 'must be a date'],
    ['year', { year: 2026.5, closedDays: [] }, ''],
    ['year', { year: 999, closedDays: [] }, ''],
  ])('names %s where it is wrong', (field, own, message) => {
    const text = ofCalendar(own);
    expect(text).toContain(`MALFORMED_REQUEST [change.calendar.${field}]: `);
    expect(text).toContain(message);
  });
});

describe('proposed securities', () => {
  it('may be several days of one security, and not one day twice', () => {
    expect(ofSecurities({}, { effectiveFrom: '2026-07-08' }, { code: '000001' })).toBeUndefined();
    expect(ofSecurities({}, { name: '示例集团' })).toContain(
      'MALFORMED_REQUEST [change.securities.1]: The value is refused: must not stand in the list twice.',
    );
  });

  it.each([
    ['code', { code: '60000' }],
    ['name', { name: 'a\u0000b' }],
    ['name', { name: '' }],
    ['flags.1', { flags: ['st', 'st'] }],
    ['settlementCycle', { settlementCycle: 'T+2' }],
  ])('name %s where it is wrong', (field, own) => {
    expect(ofSecurities(own)).toContain(`MALFORMED_REQUEST [change.securities.0.${field}]: `);
  });

  it('are at least one and at most 500', () => {
    expect(ofSecurities()).toContain('[change.securities]: ');
    const many = Array.from({ length: 501 }, (_, at) => ({ code: String(at).padStart(6, '0') }));
    expect(ofSecurities(...many)).toContain('must have at most 500 lines');
    expect(ofSecurities(...many.slice(1))).toBeUndefined();
  });
});

function hours(from: string, until: string): object {
  const institution = { from: '09:00:00', until: '16:00:00' };
  return { person: { from, until }, institution };
}

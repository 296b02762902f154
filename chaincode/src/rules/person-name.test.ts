import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseName } from './person-name.js';

describe('a name, as bank and broker compare it', () => {
  it.each([
    ['王小明', '王小明'],
    [' 王小明　', '王小明'],
    ['王 小　明', '王小明'],
    ['买买提·吐尔逊', '买买提·吐尔逊'],
    ['买买提•吐尔逊', '买买提·吐尔逊'],
    ['买买提・吐尔逊', '买买提·吐尔逊'],
    ['买买提･吐尔逊', '买买提·吐尔逊'],
    ['买买提‧吐尔逊', '买买提·吐尔逊'],
    ['买买提 · 吐尔逊', '买买提·吐尔逊'],
    ['ＺＨＡＮＧ　ＳＡＮ', 'ZHANG SAN'],
    ['Zhang   San', 'Zhang San'],
    ['John Q. Public', 'John Q. Public'],
    ['王\u200B小明\uFEFF', '王小明'],
    ['Andre\u200B\u0301', 'André'],
    ['某某（中国）有限公司', '某某(中国)有限公司'],
    ['𠮷 田', '𠮷田'],
  ])('%j is %j', (name, normal) => {
    expect(normaliseName(name)).toBe(normal);
  });

  it('keeps names apart that differ', () => {
    expect(normaliseName('王小明')).not.toBe(normaliseName('王晓明'));
    expect(normaliseName('Zhang San')).not.toBe(normaliseName('ZhangSan'));
    expect(normaliseName('买买提吐尔逊')).not.toBe(normaliseName('买买提·吐尔逊'));
  });

  it('is as it is compared after the first time', () => {
    const tricky = fc.constantFrom(
      '·',
      '•',
      '・',
      ' ',
      '　',
      '王',
      '明',
      'A',
      'Ａ',
      '.',
      '\u200B',
      '\u0301',
      'é',
    );
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 10 }),
      fc.array(tricky, { maxLength: 20 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(name, (text) => {
        const normal = normaliseName(text);
        expect(normaliseName(normal)).toBe(normal);
        expect(normal).toBe(normal.trim());
      }),
      { numRuns: 200 },
    );
  });
});

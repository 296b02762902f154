import { bankCardCheckDigit } from '../../src/rules/bank-card.js';
import { residentIdCheckCharacter } from '../../src/rules/resident-id.js';

/** A made-up client, whose data must turn up nowhere in public. */
export interface TestPerson {
  readonly name: string;
  readonly document: string;
  readonly mobile: string;
  readonly bankAccount: string;
  /** 32 bytes in hexadecimal. */
  readonly salt: string;
}

/** What the first registration of a channel brings along. */
export const PEPPER = 'be'.repeat(32);

/** The person who has the account of this number where a test names nobody else. Different numbers, different people. */
export function personOf(accountNumber: string): TestPerson {
  const seven = accountNumber.slice(-7).padStart(7, '0');
  const sequence = (Number(seven) % 900) + 100;
  const day = String((Math.floor(Number(seven) / 900) % 28) + 1).padStart(2, '0');
  const month = String((Math.floor(Number(seven) / 25_200) % 12) + 1).padStart(2, '0');
  const year = 1940 + (Math.floor(Number(seven) / 302_400) % 60);
  const document = `110105${year}${month}${day}${sequence}`;
  const card = `621700${accountNumber.padStart(12, '0').slice(-12)}`;
  return {
    name: `测试人${seven.replace(/\d/g, (digit) => '零一二三四五六七八九'.charAt(Number(digit)))}`,
    document: `${document}${residentIdCheckCharacter(document)}`,
    mobile: `1390${seven}`,
    bankAccount: `${card}${bankCardCheckDigit(card)}`,
    salt: accountNumber.padStart(64, 'a').replace(/[^0-9a-f]/g, 'a'),
  };
}

/** An institution, for tests of what only institutions do. */
export const TEST_INSTITUTION: TestPerson = {
  name: '测试机构有限公司',
  document: '91350100M000100Y43',
  mobile: '13800138000',
  bankAccount: '0200-6543-2100-88',
  salt: 'c5'.repeat(32),
};

import { bankCardCheckDigit } from '@sanfang/chaincode/rules/bank-card';
import { residentIdCheckCharacter } from '@sanfang/chaincode/rules/resident-id';
import type { SeededRandom } from './random.js';

const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'];
const GIVEN = [...'伟芳娜敏静秀丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华文玉建国志红梅春燕海波宁鑫浩宇欣怡子涵'];

/** A county of a real province whose code is given to no county, so that no generated number is anybody's. */
const UNASSIGNED_REGION = '119900';
const UNASSIGNED_ISSUER = '6299';

export interface Person {
  readonly name: string;
  readonly residentId: string;
  readonly mobile: string;
  readonly bankCard: string;
}

/** The person with a running number: made up by rule, with check characters that are right. */
export function person(number: number, bankNumber: number, random: SeededRandom): Person {
  return {
    name: random.pick(SURNAMES) + random.pick(GIVEN) + (random.chance(600) ? random.pick(GIVEN) : ''),
    residentId: residentId(number, random),
    mobile: `199${String(number).padStart(8, '0')}`,
    bankCard: bankCard(number, bankNumber),
  };
}

function residentId(number: number, random: SeededRandom): string {
  const year = random.integer(1950, 2004);
  const month = String(random.integer(1, 12)).padStart(2, '0');
  // Every month has a 28th.
  const day = String(random.integer(1, 28)).padStart(2, '0');
  const sequence = String(number % 1000).padStart(3, '0');
  const first17 = `${UNASSIGNED_REGION}${year}${month}${day}${sequence}`;
  return first17 + residentIdCheckCharacter(first17);
}

function bankCard(number: number, bankNumber: number): string {
  const body = `${UNASSIGNED_ISSUER}${String(bankNumber).padStart(2, '0')}${String(number).padStart(12, '0')}`;
  return body + bankCardCheckDigit(body);
}

import { beforeAll, describe, expect, it } from 'vitest';
import { type FunctionName, MATRIX, type Permission, ROLES } from '../../src/contracts/access/matrix.js';
import { parseRefusal } from '../../src/model/refusal.js';
import type { TestChannel } from '../ledger/test-channel.js';
import { openDay } from '../scenario/day.js';
import { BANK_MSP, BROKER_MSP, REGULATOR_MSP } from '../scenario/members.js';
import { OTHER_BANK_MSP } from '../scenario/other-bank.js';
import { wholeChannel } from '../scenario/whole-channel.js';
import { launcherFunctions } from './launcher-metadata.js';

const NAMES = Object.keys(MATRIX) as FunctionName[];
const SIDES = [
  [BANK_MSP, 'bank'],
  [BROKER_MSP, 'broker'],
  [OTHER_BANK_MSP, 'observer'],
  [REGULATOR_MSP, 'observer'],
] as const satisfies readonly (readonly [string, keyof Permission])[];
/** The relationship names the sides, so whoever proposes it is told by the request, which must be read first. */
const AGREEING: FunctionName = 'GovernanceContract:AgreeRelationship';
const RELATIONSHIP = { bankMspId: BANK_MSP, brokerMspId: BROKER_MSP };

let channel: TestChannel;

beforeAll(async () => {
  channel = wholeChannel();
  await openDay(channel);
});

/** The code with which a call is refused; `done` where it is not. */
async function answerTo(
  name: FunctionName,
  mspId: string,
  roles: readonly string[],
  request: object | string,
) {
  try {
    await channel.evaluate({ function: name, request, caller: { mspId, id: 'somebody', roles } });
    return 'done';
  } catch (error) {
    return parseRefusal(String(error))?.code ?? String(error);
  }
}

/** What whoever may call is told of a request without form. */
const formless = (name: FunctionName): readonly [request: object | string, answer: string] =>
  name === AGREEING ? [RELATIONSHIP, 'done'] : ['no JSON', 'MALFORMED_REQUEST'];

function allows(name: FunctionName, side: keyof Permission, role: (typeof ROLES)[number]): boolean {
  const permission: Permission = MATRIX[name];
  return permission[side]?.includes(role) ?? false;
}

describe('the matrix of roles (#48)', () => {
  it('has a row for every function that Fabric’s launcher offers, and a function for every row', () => {
    expect(launcherFunctions()).toEqual([...NAMES].sort());
    expect([...channel.functions()].sort()).toEqual([...NAMES].sort());
  });

  describe.each(NAMES)('%s', (name) => {
    it.each(SIDES)(
      'is for the roles of %s that the matrix names, and for nobody else',
      async (mspId, side) => {
        const [request, allowed] = formless(name);
        for (const role of ROLES) {
          const expected = allows(name, side, role) ? allowed : 'NOT_PERMITTED';
          expect([role, await answerTo(name, mspId, [role], request)]).toEqual([role, expected]);
        }
        const denied = ROLES.filter((role) => !allows(name, side, role));
        for (const roles of [[], denied, ['admin', 'Gateway', 'gateway ', '*', 'bank-operator;gateway']]) {
          expect(await answerTo(name, mspId, roles, request)).toBe('NOT_PERMITTED');
        }
        if (denied.length < ROLES.length) expect(await answerTo(name, mspId, ROLES, request)).toBe(allowed);
      },
    );
  });

  it('refuses who may not for the right, and never says what is wrong with the form', async () => {
    for (const request of ['no JSON', '{}', '[]', { instructions: [] }, { surprise: 1 }]) {
      expect(await answerTo('TransferContract:Begin', REGULATOR_MSP, ['regulator-auditor'], request)).toBe(
        'NOT_PERMITTED',
      );
    }
    expect(await answerTo(AGREEING, REGULATOR_MSP, ['administrator'], 'no JSON')).toBe('MALFORMED_REQUEST');
  });

  it('does not take a role for another member’s: a role says what one may do for the own side', async () => {
    expect(await answerTo('TransferContract:Answer', BROKER_MSP, ['bank-system'], 'no JSON')).toBe(
      'NOT_PERMITTED',
    );
    expect(await answerTo('AccountContract:Register', BANK_MSP, ['broker-operator'], 'no JSON')).toBe(
      'NOT_PERMITTED',
    );
  });

  it('says which roles may', async () => {
    const caller = { mspId: BANK_MSP, id: 'somebody', roles: ['risk-officer'] };
    await expect(
      channel.evaluate({ function: 'TransferContract:Claim', request: {}, caller }),
    ).rejects.toThrow(
      'NOT_PERMITTED: TransferContract:Claim needs one of the roles gateway, bank-system in the certificate attribute sanfang.role.',
    );
    const trader = { mspId: BROKER_MSP, id: 'somebody', roles: ['broker-trader'] };
    await expect(
      channel.evaluate({ function: 'TransferContract:Claim', request: {}, caller: trader }),
    ).rejects.toThrow('NOT_PERMITTED: TransferContract:Claim is not for the broker.');
  });
});

describe('least privilege', () => {
  const changing = NAMES.filter((name) => !/:(?:Get|List)/.test(name));

  it('lets an observer read and nothing else (#44)', () => {
    const open = changing.filter((name) => ((MATRIX[name] as Permission).observer ?? []).length > 0);
    expect(open).toEqual([]);
  });

  it('gives the regulator’s role no power at a bank or broker', () => {
    expect(
      changing.filter((name) => SIDES.some(([, side]) => allows(name, side, 'regulator-auditor'))),
    ).toEqual([]);
  });

  it('keeps services away from what needs two people: rules, corrections and orders of law', () => {
    const byPeople =
      /^(?:GovernanceContract:(?:Propose|Confirm|Withdraw)|CorrectionContract:(?!Get)|FreezeContract:(?:Place|Release|Suspend|Resume))/;
    const open = NAMES.filter(
      (name) =>
        byPeople.test(name) &&
        SIDES.some(([, side]) => allows(name, side, 'gateway') || allows(name, side, 'bank-system')),
    );
    expect(open).toEqual([]);
    expect(NAMES.filter((name) => byPeople.test(name))).toHaveLength(10);
  });

  it('never has one side alone at both ends: who proposes does not confirm', () => {
    const pairs: readonly (readonly [FunctionName, FunctionName])[] = [
      ['ClearingContract:ProposeTotals', 'ClearingContract:ConfirmTotals'],
      ['AccountContract:ProposeAgreement', 'AccountContract:ConfirmAgreement'],
      ['AccountContract:ProposeBankAccount', 'AccountContract:ConfirmBankAccount'],
    ];
    for (const [proposing, confirming] of pairs) {
      expect(Object.keys(MATRIX[proposing])).toEqual(['broker']);
      expect(Object.keys(MATRIX[confirming])).toEqual(['bank']);
    }
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { TestChannel } from '../../../test/ledger/test-channel.js';
import { accountChannel } from '../../../test/scenario/account-channel.js';
import {
  accountOf,
  instructAccount,
  must,
  numbersFrom,
  registration,
} from '../../../test/scenario/accounts.js';
import { nextSerial } from '../../../test/scenario/instruct.js';
import { BANK, BROKER, BROKER_MSP } from '../../../test/scenario/members.js';
import { personOf, TEST_INSTITUTION } from '../../../test/scenario/people.js';
import { residentIdCheckCharacter } from '../../rules/resident-id.js';

let channel: TestChannel;
beforeAll(async () => {
  channel = await accountChannel({ parameters: { auxiliaryAccounts: 1 } });
});

const nextAccount = numbersFrom(610_000);

/** Registers the usual person of an account with something else than usual. */
function register(accountNumber: string, own: object = {}, personal: object = {}) {
  const usual = registration(accountNumber);
  return instructAccount(channel, {
    ...usual,
    own: { ...usual.own, ...own },
    personal: { ...usual.personal, ...personal },
  });
}

describe('registering an account', () => {
  it('puts a row into both books, and gives the holds folio to the broker', async () => {
    const accountNumber = '900001';
    expect(await register(accountNumber)).toMatchObject({
      status: 'done',
      facts: { status: 'registered', clientNumber: accountNumber, role: 'main' },
      replayed: false,
    });
    expect(await accountOf(channel, accountNumber)).toMatchObject({
      status: 'registered',
      kind: 'normal',
      holder: 'person',
      bankAccountRef: '',
      position: { balanceFen: 0, availableFen: 0, withdrawableFen: 0 },
    });
    const [block] = channel.blocks().slice(-1);
    const policies = block?.transactions[0]?.set.parameters ?? [];
    expect(policies.map(({ key }) => key)).toEqual(['holds/000000000014062']);
    expect(Buffer.from(policies[0]?.parameter ?? []).toString('latin1')).toContain(BROKER_MSP);
  });

  it('takes the broker’s word alone for nothing: what one member endorses has no effect', async () => {
    const accountNumber = nextAccount();
    const { own, personal } = registration(accountNumber);
    const { validationCode } = await channel.submit({
      function: 'AccountContract:Register',
      request: {
        instructions: [
          { serial: nextSerial(), accountNumber, initiatedAt: '2026-07-06T10:00:00+08:00', ...own },
        ],
      },
      caller: BROKER.operator,
      transient: { personal: { [accountNumber]: personal } },
      endorsers: [BROKER_MSP],
    });
    expect(validationCode).toBe('ENDORSEMENT_POLICY_FAILURE');
  });

  it('is not for the bank', async () => {
    const refused = instructAccount(channel, { ...registration(nextAccount()), caller: BANK.operator });
    await expect(refused).rejects.toThrow('NOT_PERMITTED: AccountContract:Register is not for the bank.');
  });

  it.each([
    ['11010519491231002X', 'done'],
    ['11010519491231002x', 'done'],
    ['440524188001010014', 'done'],
    ['110105199003071239', 'done'],
    ['110105194912310021', 'RESIDENT_ID_CHECK_CHARACTER'],
    ['110105194902300020', 'RESIDENT_ID_DATE'],
    ['1101051949123100', 'RESIDENT_ID_FORM'],
    ['990105199003071239', 'RESIDENT_ID_REGION'],
    [withCheck('11010520260707123'), 'RESIDENT_ID_FUTURE'],
    [withCheck('11010520260706123'), 'done'],
  ])('#1 V17 checks a resident ID number: case %#', async (document, expected) => {
    // A number that differs in its case only is one person, who has one client number.
    const clientNumber = document.toUpperCase() === '11010519491231002X' ? '611111' : nextAccount();
    const result = await register(nextAccount(), { clientNumber }, { document });
    expect(result.status === 'done' ? 'done' : result.code).toBe(expected);
    if (result.status === 'refused') {
      expect(result.field).toBe('instructions.0.personal.document');
      expect(result.message).not.toContain(document);
    }
  });

  it.each([
    ['91350100M000100Y43', 'done'],
    ['91350100M000100Y44', 'SOCIAL_CREDIT_CODE_CHECK_CHARACTER'],
    ['91350100M000100X43', 'SOCIAL_CREDIT_CODE_ORGANISATION'],
    ['91350100I000100Y43', 'SOCIAL_CREDIT_CODE_FORM'],
    ['11010519491231002X', 'SOCIAL_CREDIT_CODE_ORGANISATION'],
  ])('#2 checks a unified social credit code: case %#', async (document, expected) => {
    const { name, salt } = TEST_INSTITUTION;
    const accountNumber = nextAccount();
    const result = await instructAccount(channel, {
      ...registration(accountNumber, { holder: 'institution' }),
      personal: { name, document, salt },
    });
    expect(result.status === 'done' ? 'done' : result.code).toBe(expected);
  });

  it.each(['12012345678', '1381234567', '+8613812345678', ''])(
    '#1 refuses a mobile number: case %#',
    async (mobile) => {
      expect(await register(nextAccount(), {}, { mobile })).toMatchObject({
        code: 'MOBILE_FORM',
        field: 'instructions.0.personal.mobile',
      });
    },
  );

  it('refuses a person without a mobile number, and any field that it does not know', async () => {
    expect(await register(nextAccount(), {}, { mobile: undefined })).toMatchObject({
      code: 'MALFORMED_REQUEST',
      field: 'instructions.0.personal.mobile',
    });
    expect(await register(nextAccount(), {}, { nickname: 'x' })).toMatchObject({
      code: 'MALFORMED_REQUEST',
      field: 'instructions.0.personal.nickname',
    });
  });

  it('refuses a batch whose private part is missing, is no JSON, or tells of others', async () => {
    const accountNumber = nextAccount();
    const { personal: _, ...bare } = registration(accountNumber);
    expect(await instructAccount(channel, bare)).toMatchObject({
      code: 'MALFORMED_REQUEST',
      field: 'instructions.0.personal',
    });
    const broken = instructAccount(channel, { ...bare, transient: { personal: 'no JSON' } });
    await expect(broken).rejects.toThrow('MALFORMED_REQUEST [personal]: The text is no JSON.');
    const others = instructAccount(channel, { ...bare, transient: { personal: { '699999': {} } } });
    await expect(others).rejects.toThrow('MALFORMED_REQUEST [personal]');
    // What stands in the place of a number may be somebody's document.
    for (const part of [
      [],
      'null',
      { '110105199003071239': { name: 'x' } },
      { [accountNumber]: { name: [] } },
    ]) {
      const refused = instructAccount(channel, { ...bare, transient: { personal: part } });
      await expect(refused).rejects.toThrow(/^MALFORMED_REQUEST \[personal\]: (?!.*110105199003071239)/);
    }
  });

  it('refuses a number that is taken', async () => {
    const accountNumber = nextAccount();
    await must(channel, registration(accountNumber));
    expect(await register(accountNumber)).toMatchObject({
      code: 'ACCOUNT_EXISTS',
      field: 'instructions.0.accountNumber',
    });
  });

  it('refuses what is not of the business day', async () => {
    const accountNumber = nextAccount();
    const late = { ...registration(accountNumber), initiatedAt: '2026-07-07T10:00:00+08:00' };
    expect(await instructAccount(channel, late)).toMatchObject({ code: 'OTHER_BUSINESS_DAY' });
  });

  it('says what is wrong with the form of the private part before anything else', async () => {
    const usual = registration(nextAccount());
    const late = {
      ...usual,
      personal: { ...usual.personal, mobile: '1' },
      initiatedAt: '2026-07-07T10:00:00+08:00',
    };
    expect(await instructAccount(channel, late)).toMatchObject({ code: 'MOBILE_FORM' });
  });
});

describe('one person, one client number', () => {
  it('refuses a person who has another number already, and a number that somebody else has', async () => {
    const [first, second, third] = [nextAccount(), nextAccount(), nextAccount()];
    await must(channel, registration(first));
    const person = personOf(first);
    expect(await instructAccount(channel, registration(second, { person }))).toMatchObject({
      code: 'CLIENT_EXISTS',
      field: 'instructions.0.clientNumber',
      message: expect.stringContaining(`has client number ${first}`),
    });
    expect(await instructAccount(channel, registration(third, { clientNumber: first }))).toMatchObject({
      code: 'CLIENT_DIFFERS',
      field: 'instructions.0.clientNumber',
    });
  });

  it('#6 lets a client have one main account and as many auxiliary ones as agreed', async () => {
    const clientNumber = nextAccount();
    const person = personOf(clientNumber);
    const again = (kind: 'normal' | 'credit') =>
      instructAccount(channel, registration(nextAccount(), { clientNumber, person, kind }));
    expect(await again('normal')).toMatchObject({ facts: { role: 'main' } });
    expect(await again('normal')).toMatchObject({ facts: { role: 'auxiliary' } });
    expect(await again('normal')).toMatchObject({
      code: 'TOO_MANY_ACCOUNTS',
      message: expect.stringContaining('has 2 open accounts of kind normal, and 2 are allowed'),
    });
    expect(await again('credit')).toMatchObject({ facts: { role: 'main' } });
    expect(await again('credit')).toMatchObject({ code: 'TOO_MANY_ACCOUNTS' });
  });

  it('#6 refuses the sixth account of a client where four auxiliary ones are agreed', async () => {
    const five = await accountChannel();
    const person = personOf('650000');
    const clientNumber = '650000';
    for (const accountNumber of ['650001', '650002', '650003', '650004', '650005']) {
      await must(five, registration(accountNumber, { clientNumber, person }));
    }
    expect(await instructAccount(five, registration('650006', { clientNumber, person }))).toMatchObject({
      code: 'TOO_MANY_ACCOUNTS',
    });
  });

  it('needs a pepper with the first registration only, and keeps that one', async () => {
    const fresh = await accountChannel();
    const { transient: _, ...withoutPepper } = registration('660001');
    expect(await instructAccount(fresh, withoutPepper)).toMatchObject({
      code: 'MALFORMED_REQUEST',
      message: expect.stringContaining('pepper'),
    });
    const bad = { ...registration('660001'), transient: { pepper: 'too short' } };
    expect(await instructAccount(fresh, bad)).toMatchObject({
      code: 'MALFORMED_REQUEST',
      field: 'instructions.0.pepper',
    });
    await must(fresh, registration('660001'));
    const other = { pepper: 'ad'.repeat(32) };
    const person = personOf('660001');
    expect(
      await instructAccount(fresh, { ...registration('660002', { person }), transient: other }),
    ).toMatchObject({
      code: 'CLIENT_EXISTS',
    });
  });
});

describe('a registration that is sent again', () => {
  it('has its first result, whatever salt it brings; other private data is another question', async () => {
    const accountNumber = nextAccount();
    const serial = nextSerial();
    const first = await must(channel, { ...registration(accountNumber), serial });
    const usual = registration(accountNumber);
    const salted = { ...usual, serial, personal: { ...usual.personal, salt: 'd0'.repeat(32) } };
    expect(await instructAccount(channel, salted)).toEqual({ ...first, replayed: true });
    const renamed = { ...usual, serial, personal: { ...usual.personal, name: '另一个人' } };
    expect(await instructAccount(channel, renamed)).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    const moved = { ...usual, serial, own: { ...usual.own, kind: 'credit' } };
    expect(await instructAccount(channel, moved)).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });

  it('leaves nothing of a refused line behind, and carries the others out', async () => {
    const [good, bad] = [nextAccount(), nextAccount()];
    const lines = [bad, good].map((accountNumber) => ({
      serial: nextSerial(),
      accountNumber,
      initiatedAt: '2026-07-06T10:00:00+08:00',
      ...registration(accountNumber).own,
      clientNumber: good,
    }));
    // The first line takes the client number that the second one is refused for.
    const { answer } = await channel.submit<{ results: readonly { status: string; code?: string }[] }>({
      function: 'AccountContract:Register',
      request: { instructions: lines },
      caller: BROKER.operator,
      transient: {
        personal: { [good]: registration(good).personal, [bad]: registration(bad).personal },
      },
    });
    expect(answer.results.map(({ status, code }) => code ?? status)).toEqual(['done', 'CLIENT_DIFFERS']);
    await expect(accountOf(channel, good)).rejects.toThrow('ACCOUNT_NOT_FOUND');
    expect(channel.privateState(BROKER_MSP, 'personalData').has(good)).toBe(false);
  });
});

function withCheck(first17: string): string {
  return first17 + residentIdCheckCharacter(first17);
}

import { beforeAll, describe, expect, it } from 'vitest';
import type { TestChannel } from '../../../test/ledger/test-channel.js';
import { accountChannel, alterRow } from '../../../test/scenario/account-channel.js';
import {
  type AccountInstruction,
  accountOf,
  activeAccount,
  instructAccount,
  must,
  numbersFrom,
  registration,
  timeOf,
} from '../../../test/scenario/accounts.js';
import { FIRST_DAY } from '../../../test/scenario/day.js';
import { instruct, nextSerial } from '../../../test/scenario/instruct.js';
import {
  BANK,
  BANK_MSP,
  BROKER,
  BROKER_MSP,
  REGULATOR,
  REGULATOR_MSP,
} from '../../../test/scenario/members.js';
import { personOf } from '../../../test/scenario/people.js';
import type { SealedAnswer } from '../../model/answers/accounts.js';
import type { AccountFile } from '../../model/rows/account-file.js';
import { unseal } from '../../model/sealed.js';
import { businessDate } from '../../rules/business-date.js';

const NEW_SALT = 'f1'.repeat(32);
const ANSWER_KEY = '0c'.repeat(32);
const OTHER_DOCUMENT = '11010519491231002X';
const EVIDENCE = ['1'.repeat(64)];

let channel: TestChannel;
beforeAll(async () => {
  channel = await accountChannel();
});

const nextAccount = numbersFrom(640_000);
async function active(): Promise<string> {
  const accountNumber = nextAccount();
  await activeAccount(channel, accountNumber);
  return accountNumber;
}

function change(
  accountNumber: string,
  personal: object,
  { evidenceHashes = [] as readonly string[], caller = BROKER.operator } = {},
): AccountInstruction {
  return {
    function: 'ChangePersonalData',
    caller,
    accountNumber,
    own: { evidenceHashes },
    personal: { salt: NEW_SALT, ...personal },
  };
}

function fileOf(accountNumber: string): Promise<AccountFile> {
  const request = { accountNumber };
  return channel.evaluate({ function: 'AccountContract:GetAccountFile', request, caller: BANK.operator });
}

async function personalDataOf(accountNumber: string, caller = REGULATOR.auditor): Promise<unknown> {
  const { sealed } = await channel.evaluate<SealedAnswer>({
    function: 'AccountContract:GetPersonalData',
    request: { accountNumber },
    caller,
    transient: { answerKey: ANSWER_KEY },
  });
  return unseal(sealed, ANSWER_KEY);
}

async function deposit(accountNumber: string) {
  const { bankAccountRef } = await accountOf(channel, accountNumber);
  return instruct(channel, 'TransferContract:Begin', BANK.gateway, {
    direction: 'deposit',
    accountNumber,
    bankAccountRef,
    amountFen: 100,
    channel: 'mobile',
    initiatedAt: timeOf(),
  });
}

describe('changing what is known of a client', () => {
  it('takes another mobile number from either side at once, and renews every hash', async () => {
    const accountNumber = await active();
    const before = await fileOf(accountNumber);
    const moved = change(accountNumber, { mobile: '13911112222' }, { caller: BANK.operator });
    expect(await must(channel, moved)).toMatchObject({
      facts: { change: 'contact', transfersStopped: false },
    });
    const after = await fileOf(accountNumber);
    for (const field of ['name', 'document', 'mobile'] as const) {
      expect(after.identity[field]).toMatch(/^[0-9a-f]{64}$/);
      expect(after.identity[field]).not.toBe(before.identity[field]);
    }
    expect(await personalDataOf(accountNumber)).toMatchObject({ mobile: '13911112222' });
    expect(await deposit(accountNumber)).toMatchObject({ status: 'done' });
  });

  it('keeps the bank account’s reference where the salt changes, so transfers still find it', async () => {
    const accountNumber = await active();
    const { bankAccountRef } = await accountOf(channel, accountNumber);
    await must(channel, change(accountNumber, { mobile: '13911112222' }));
    expect(await accountOf(channel, accountNumber)).toMatchObject({ bankAccountRef });
  });

  it('wants new evidence for another name or document', async () => {
    const accountNumber = await active();
    const { document } = personOf(accountNumber);
    const renamed = { name: '改名人', document };
    const known = (await fileOf(accountNumber)).evidence;
    for (const evidenceHashes of [[], known]) {
      expect(
        await instructAccount(channel, change(accountNumber, renamed, { evidenceHashes })),
      ).toMatchObject({
        code: 'EVIDENCE_NOT_NEW',
        field: 'instructions.0.evidenceHashes',
      });
    }
    const evidenceHashes = [...known, ...EVIDENCE];
    await must(channel, change(accountNumber, renamed, { evidenceHashes }));
    expect((await fileOf(accountNumber)).evidence).toEqual(evidenceHashes);
  });

  it.each([
    ['broker', BROKER.operator, BANK.operator],
    ['bank', BANK.operator, BROKER.operator],
  ])(
    'stops transfers after the %s has changed a name until the other side has sent the same',
    async (side, caller, other) => {
      const accountNumber = await active();
      const { document } = personOf(accountNumber);
      const renamed = { name: '改名人', document };
      expect(
        await must(channel, change(accountNumber, renamed, { evidenceHashes: EVIDENCE, caller })),
      ).toMatchObject({ facts: { change: 'identity', transfersStopped: true } });
      expect(await deposit(accountNumber)).toMatchObject({ code: 'ACCOUNT_FROZEN' });
      expect((await fileOf(accountNumber)).identityChangedBy).toBe(side);

      // The side itself confirms nothing by saying it again, nor the other by saying something else.
      await must(channel, change(accountNumber, renamed, { evidenceHashes: ['2'.repeat(64)], caller }));
      expect(await deposit(accountNumber)).toMatchObject({ code: 'ACCOUNT_FROZEN' });
      const another = change(
        accountNumber,
        { name: '又一名', document },
        { evidenceHashes: ['3'.repeat(64)], caller: other },
      );
      expect(await instructAccount(channel, another)).toMatchObject({ code: 'NAME_MISMATCH' });
      await must(channel, change(accountNumber, { mobile: '13911112222' }, { caller: other }));
      expect(await deposit(accountNumber)).toMatchObject({ code: 'ACCOUNT_FROZEN' });

      expect(await must(channel, change(accountNumber, renamed, { caller: other }))).toMatchObject({
        facts: { change: 'confirmation', transfersStopped: false },
      });
      expect(await deposit(accountNumber)).toMatchObject({ status: 'done' });
      expect(await fileOf(accountNumber)).not.toHaveProperty('identityChangedBy');
    },
  );

  it('needs no second word before the bank has confirmed at all', async () => {
    const accountNumber = nextAccount();
    await must(channel, registration(accountNumber));
    const { document } = personOf(accountNumber);
    const renamed = change(accountNumber, { name: '改名人', document }, { evidenceHashes: EVIDENCE });
    expect(await must(channel, renamed)).toMatchObject({ facts: { transfersStopped: false } });
  });

  it('keeps the client’s number with another document, which is then nobody else’s', async () => {
    const accountNumber = await active();
    const { name } = personOf(accountNumber);
    const corrected = { name, document: OTHER_DOCUMENT };
    await must(channel, change(accountNumber, corrected, { evidenceHashes: EVIDENCE }));
    const person = { ...personOf('649001'), document: OTHER_DOCUMENT };
    expect(await instructAccount(channel, registration('649001', { person }))).toMatchObject({
      code: 'CLIENT_EXISTS',
    });
    const another = await active();
    const taken = { name: personOf(another).name, document: OTHER_DOCUMENT };
    expect(
      await instructAccount(channel, change(another, taken, { evidenceHashes: ['4'.repeat(64)] })),
    ).toMatchObject({ code: 'CLIENT_EXISTS' });
  });

  it('checks forms as a registration does, and wants name and document together', async () => {
    const accountNumber = await active();
    const { name } = personOf(accountNumber);
    expect(await instructAccount(channel, change(accountNumber, { mobile: '1' }))).toMatchObject({
      code: 'MOBILE_FORM',
    });
    expect(
      await instructAccount(channel, change(accountNumber, { name, document: '110105194902300020' })),
    ).toMatchObject({ code: 'RESIDENT_ID_DATE' });
    expect(await instructAccount(channel, change(accountNumber, { name }))).toMatchObject({
      code: 'MALFORMED_REQUEST',
      field: 'instructions.0.personal.document',
    });
  });

  it('is carried out once however often it is sent', async () => {
    const accountNumber = await active();
    const serial = nextSerial();
    const moved = { ...change(accountNumber, { mobile: '13911112222' }), serial };
    const first = await must(channel, moved);
    await must(channel, change(accountNumber, { mobile: '13933334444' }));
    expect(await instructAccount(channel, moved)).toEqual({ ...first, replayed: true });
    expect(await personalDataOf(accountNumber)).toMatchObject({ mobile: '13933334444' });
    const other = { ...change(accountNumber, { mobile: '13955556666' }), serial };
    expect(await instructAccount(channel, other)).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });
});

describe('a document that was named in error', () => {
  const people = (accountNumber: string, document: string) => ({ ...personOf(accountNumber), document });
  const WRONG = '440524188001010014';

  it('is free again once the broker has put it right before the bank confirmed', async () => {
    const [mistaken, rightful] = [nextAccount(), nextAccount()];
    const person = people(mistaken, WRONG);
    await must(channel, registration(mistaken, { person }));
    const { name, document } = personOf(mistaken);
    await must(channel, change(mistaken, { name, document }, { evidenceHashes: EVIDENCE }));
    await must(channel, registration(rightful, { person: people(rightful, WRONG) }));
  });

  it('is free again once it is taken back unconfirmed, and stays the client’s where it was confirmed', async () => {
    const accountNumber = await active();
    const { name, document } = personOf(accountNumber);
    const wrong = '110105199003071239';
    const send = (id: string, evidence: string, caller = BROKER.operator) =>
      must(
        channel,
        change(accountNumber, { name, document: id }, { evidenceHashes: [evidence.repeat(64)], caller }),
      );
    await send(wrong, '5');
    await send(document, '6');
    await send(document, '7', BANK.operator);
    const rightful = nextAccount();
    await must(channel, registration(rightful, { person: people(rightful, wrong) }));
    const imposter = nextAccount();
    expect(
      await instructAccount(channel, registration(imposter, { person: people(imposter, document) })),
    ).toMatchObject({ code: 'CLIENT_EXISTS' });
  });
});

describe('reading what is known of a client', () => {
  it('is answered to members, sealed with the key of whoever asks', async () => {
    const accountNumber = await active();
    const { name, document, mobile, bankAccount } = personOf(accountNumber);
    for (const caller of [BANK.operator, BROKER.operator, REGULATOR.auditor]) {
      expect(await personalDataOf(accountNumber, caller)).toEqual({
        accountNumber,
        name,
        document,
        mobile,
        bankAccount,
      });
    }
  });

  it('leaves nothing to read in a block even where the question is ordered like a transaction', async () => {
    const accountNumber = await active();
    await channel.submit({
      function: 'AccountContract:GetPersonalData',
      request: { accountNumber },
      caller: BANK.operator,
      transient: { answerKey: ANSWER_KEY },
    });
    const { name, document, mobile, bankAccount } = personOf(accountNumber);
    const text = channel.publicText();
    for (const secret of [name, document, mobile, bankAccount, ANSWER_KEY]) {
      expect(text.includes(secret)).toBe(false);
    }
  });

  it('needs a key', async () => {
    const accountNumber = await active();
    const ask = (transient: Readonly<Record<string, unknown>>) =>
      channel.evaluate({
        function: 'AccountContract:GetPersonalData',
        request: { accountNumber },
        caller: BANK.operator,
        transient,
      });
    await expect(ask({})).rejects.toThrow('MALFORMED_REQUEST [answerKey]');
    await expect(ask({ answerKey: 'short' })).rejects.toThrow('MALFORMED_REQUEST [answerKey]');
  });
});

describe('purging what is known of a client', () => {
  const purge = (accountNumber: string, caller = BANK.administrator) =>
    instructAccount(channel, { function: 'PurgePersonalData', caller, accountNumber });

  /** Has the account closed so long ago as no test lives. */
  async function closedOn(accountNumber: string, date: string): Promise<void> {
    await must(channel, { function: 'RequestClosing', caller: BROKER.operator, accountNumber });
    await alterRow(channel, accountNumber, { interestSettledOn: businessDate(FIRST_DAY) });
    await must(channel, { function: 'Close', caller: BANK.operator, accountNumber });
    for (const mspId of [BANK_MSP, BROKER_MSP, REGULATOR_MSP]) {
      const key = `account/${accountNumber}`;
      const file = JSON.parse(channel.worldState(mspId).get(key) ?? '');
      channel.falsify(mspId, key, JSON.stringify({ ...file, closedOn: date }));
    }
  }

  const everything = (accountNumber: string) =>
    [BANK_MSP, BROKER_MSP, REGULATOR_MSP].flatMap((mspId) =>
      [...channel.privateState(mspId, 'personalData')].filter(
        ([key, value]) => key === accountNumber || value.includes(`"clientNumber":"${accountNumber}"`),
      ),
    );

  it('is refused while the account is open, and while the law has the records kept', async () => {
    const accountNumber = await active();
    expect(await purge(accountNumber)).toMatchObject({ code: 'ACCOUNT_STATUS' });
    await closedOn(accountNumber, '2006-07-06');
    expect(await purge(accountNumber)).toMatchObject({
      code: 'RETENTION_NOT_ENDED',
      message: expect.stringContaining('kept for 20 years and can be purged from 2026-07-07 on'),
    });
    expect(everything(accountNumber)).toHaveLength(6);
  });

  it('#47 leaves hashes that say nothing, and neither data nor salt with anybody', async () => {
    const accountNumber = await active();
    await closedOn(accountNumber, '2006-07-05');
    const { identity } = await fileOf(accountNumber);
    expect(await purge(accountNumber, BROKER.administrator)).toMatchObject({
      facts: { purgedOn: FIRST_DAY },
    });
    expect(everything(accountNumber)).toEqual([]);
    expect(await fileOf(accountNumber)).toMatchObject({ identity, purgedOn: FIRST_DAY });
    await expect(personalDataOf(accountNumber)).rejects.toThrow('ACCOUNT_CLOSED');
    expect(await purge(accountNumber)).toMatchObject({ code: 'ACCOUNT_CLOSED' });
  });

  it('keeps the client’s number while another account of the client needs it', async () => {
    const first = await active();
    const second = nextAccount();
    const person = personOf(first);
    await activeAccount(channel, second, { clientNumber: first, person });
    await closedOn(first, '2006-07-05');
    expect(await purge(first)).toMatchObject({ status: 'done' });
    expect(await instructAccount(channel, registration('649002', { person }))).toMatchObject({
      code: 'CLIENT_EXISTS',
    });
    await closedOn(second, '2006-07-05');
    await purge(second);
    expect(everything(first)).toEqual([]);
  });

  it('is for administrators', async () => {
    await expect(purge('640001', BANK.operator)).rejects.toThrow('NOT_PERMITTED');
  });
});

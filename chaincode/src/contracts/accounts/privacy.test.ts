import { describe, expect, it } from 'vitest';
import { accountChannel, alterRow } from '../../../test/scenario/account-channel.js';
import {
  type AccountInstruction,
  activeAccount,
  instructAccount,
  must,
  proposedBankAccount,
  registration,
} from '../../../test/scenario/accounts.js';
import { FIRST_DAY } from '../../../test/scenario/day.js';
import { nextSerial } from '../../../test/scenario/instruct.js';
import { BANK, BROKER } from '../../../test/scenario/members.js';
import { PEPPER, personOf, TEST_INSTITUTION } from '../../../test/scenario/people.js';
import { businessDate } from '../../rules/business-date.js';

const SECOND_CARD = '6259650871772080';
const NEW_NAME = '改名之后的人';
const NEW_DOCUMENT = '11010519491231002X';
const NEW_MOBILE = '13977778888';
const NEW_SALT = '9e'.repeat(32);

describe('the ledger', () => {
  it('#47 has nothing of who the clients are: not in blocks, answers, events or refusals', async () => {
    const channel = await accountChannel();
    const person = personOf('680001');
    const institution = TEST_INSTITUTION;
    const { name, document, bankAccount } = person;
    const wrong = { name: NEW_NAME, document: NEW_DOCUMENT, bankAccount: SECOND_CARD };
    const answers: unknown[] = [];
    const send = async (instruction: AccountInstruction) =>
      answers.push(await instructAccount(channel, instruction));
    const broker = (name: string, own: Partial<AccountInstruction> = {}) =>
      send({ function: name, caller: BROKER.operator, accountNumber: '680001', ...own });
    const bank = (name: string, own: Partial<AccountInstruction> = {}) =>
      send({ function: name, caller: BANK.operator, accountNumber: '680001', ...own });

    // Everything that goes well, and after each thing what is refused.
    const serial = nextSerial();
    await send({ ...registration('680001'), serial });
    await send({ ...registration('680001'), serial });
    await send({ ...registration('680001', { person: { ...person, ...wrong } }), serial });
    await send(registration('680001'));
    await send(registration('680002', { person }));
    await send(registration('680003', { clientNumber: '680001', person: { ...person, ...wrong } }));
    await send(registration('680004', { person: { ...person, document: `${document.slice(0, 17)}?` } }));
    await send(registration('680004', { person: { ...person, mobile: `${person.mobile}0` } }));
    await broker('ProposeAgreement', { personal: proposedBankAccount({ bankAccount: `${bankAccount}1` }) });
    await broker('ProposeAgreement', { personal: proposedBankAccount(person) });
    await bank('ConfirmAgreement', { personal: { ...wrong, bankAccount } });
    await bank('ConfirmAgreement', { personal: { name, document, bankAccount: SECOND_CARD } });
    await bank('ConfirmAgreement', { personal: { name, document, bankAccount } });
    await broker('Activate');
    await broker('ProposeBankAccount', { personal: proposedBankAccount({ bankAccount: SECOND_CARD }) });
    await bank('ConfirmBankAccount', {
      personal: { name, document, ...proposedBankAccount({ bankAccount: SECOND_CARD }) },
    });
    const changed = { name: NEW_NAME, document: NEW_DOCUMENT, mobile: NEW_MOBILE, salt: NEW_SALT };
    await broker('ChangePersonalData', { own: { evidenceHashes: [] }, personal: changed });
    await broker('ChangePersonalData', { own: { evidenceHashes: ['1'.repeat(64)] }, personal: changed });
    await bank('ChangePersonalData', { own: { evidenceHashes: [] }, personal: { ...changed, name } });
    await bank('ChangePersonalData', { own: { evidenceHashes: [] }, personal: changed });
    await broker('RequestClosing');
    await bank('Close');
    await alterRow(channel, '680001', { interestSettledOn: businessDate(FIRST_DAY) });
    await bank('HandOver', { own: { newBankMspId: 'BankBMSP' } });
    await activeAccount(channel, '680005', { holder: 'institution', person: institution });
    await must(channel, { function: 'RequestClosing', caller: BROKER.operator, accountNumber: '680005' });

    const text = `${channel.publicText()}\n${JSON.stringify(answers)}`;
    const secrets = [
      ...[person, institution].flatMap((each) => Object.values(each)),
      ...[...Object.values(wrong), NEW_MOBILE, NEW_SALT, PEPPER],
    ];
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    const bytes = secrets.map((secret) => Buffer.from(secret).toString('base64').slice(0, -4));
    expect(bytes.filter((secret) => text.includes(secret))).toEqual([]);
    // The scan would find them if they were there.
    expect(text).toContain('680001');
    expect(answers).toContainEqual(expect.objectContaining({ code: 'NAME_MISMATCH' }));
    expect(answers).toContainEqual(expect.objectContaining({ code: 'BANK_CARD_FORM' }));
  });

  it('#47 gives no hash of personal data that can be found by trying out what is likely', async () => {
    const channel = await accountChannel();
    await activeAccount(channel, '681001');
    const { document, mobile, bankAccount, name } = personOf('681001');
    const { createHash } = await import('node:crypto');
    const text = channel.publicText();
    for (const likely of [document, mobile, bankAccount, name, `person/${document}`]) {
      for (const encoding of ['hex', 'base64'] as const) {
        expect(text.includes(createHash('sha256').update(likely).digest(encoding))).toBe(false);
      }
    }
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { type Example, fuzzContract } from './ledger/fuzz.js';
import type { TestChannel } from './ledger/test-channel.js';
import { accountChannel } from './scenario/account-channel.js';
import { activeAccount, proposedBankAccount, registration, timeOf } from './scenario/accounts.js';
import { BANK, BANK_MSP, BROKER, REGULATOR } from './scenario/members.js';
import { PEPPER, personOf } from './scenario/people.js';

const ACCOUNT = '690001';
const NEW_ACCOUNT = '690002';

/** One instruction, and what comes privately with it. */
function example(own: object = {}, personal?: object, accountNumber = ACCOUNT): Example {
  const line = { serial: 'fuzz-000001', accountNumber, initiatedAt: timeOf(), ...own };
  const request = { lane: { number: 1, batch: 1 }, instructions: [line] };
  return personal === undefined
    ? { request }
    : { request, transient: { personal: { [accountNumber]: personal }, pepper: PEPPER } };
}

const { own, personal } = registration(NEW_ACCOUNT);
const { name, document, bankAccount, salt } = personOf(ACCOUNT);
const question = { request: { accountNumber: ACCOUNT } };

const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  Register: [example(own, personal, NEW_ACCOUNT)],
  ProposeAgreement: [example({}, proposedBankAccount({ bankAccount }))],
  WithdrawAgreement: [example()],
  ConfirmAgreement: [example({}, { name, document, bankAccount })],
  Activate: [example()],
  Suspend: [example({ reason: 'Under review' })],
  Resume: [example({ reason: 'Reviewed' })],
  RequestClosing: [example()],
  CancelClosing: [example()],
  Close: [example()],
  ChangePersonalData: [
    example({ evidenceHashes: ['1'.repeat(64)] }, { name, document, mobile: '13911112222', salt }),
  ],
  ProposeBankAccount: [example({}, proposedBankAccount({ bankAccount: '6259650871772080' }))],
  ConfirmBankAccount: [example({}, { name, document, ...proposedBankAccount({ bankAccount }) })],
  PurgePersonalData: [example()],
  HandOver: [example({ newBankMspId: 'BankBMSP' })],
  AcceptHandOver: [
    example(
      { ...own, oldBankMspId: BANK_MSP, proof: 'AAAA' },
      { ...personal, oldSalt: '0'.repeat(64) },
      NEW_ACCOUNT,
    ),
  ],
  GetAccount: [question],
  ListAccounts: [{ request: { limit: 10, after: ACCOUNT } }],
  GetAccountFile: [question],
  GetPersonalData: [{ ...question, transient: { answerKey: '0'.repeat(64) } }],
};

describe('the edge of the contract of accounts', () => {
  let channel: TestChannel;
  beforeAll(async () => {
    channel = await accountChannel();
    await activeAccount(channel, ACCOUNT);
  });

  it('answers whatever is sent with a code or a voucher', async () => {
    const examples = Object.fromEntries(
      Object.entries(EXAMPLES).map(([each, its]) => [`AccountContract:${each}`, its]),
    );
    const functions = channel.functions().filter((each) => each.startsWith('AccountContract:'));
    expect(Object.keys(examples).sort()).toEqual([...functions].sort());
    const report = await fuzzContract(channel, {
      functions,
      examples,
      callers: [BANK.gateway, BANK.risk, BANK.administrator, BROKER.operator, REGULATOR.auditor],
      runs: 600,
    });
    expect(report.committed).toBeGreaterThan(0);
    expect([...report.codes.keys()]).toEqual(expect.arrayContaining(['MALFORMED_REQUEST', 'NOT_PERMITTED']));
    const person = personOf(ACCOUNT);
    const text = channel.publicText();
    for (const secret of [person.name, person.mobile, person.salt]) expect(text.includes(secret)).toBe(false);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { TestChannel } from '../../../test/ledger/test-channel.js';
import { accountChannel } from '../../../test/scenario/account-channel.js';
import {
  type AccountInstruction,
  accountOf,
  activeAccount,
  confirmedAccount,
  instructAccount,
  must,
  numbersFrom,
  proposedBankAccount,
  registration,
  timeOf,
} from '../../../test/scenario/accounts.js';
import { instruct } from '../../../test/scenario/instruct.js';
import { BANK, BROKER, BROKER_MSP } from '../../../test/scenario/members.js';
import { personOf, TEST_INSTITUTION } from '../../../test/scenario/people.js';
import { KnownAtBank } from '../../model/personal-data.js';
import { AccountRequest } from '../../model/requests/accounts.js';
import type { CustodyContext } from '../transaction.js';
import { privateAccountBatch } from './account-batch.js';
import { AccountContract } from './account-contract.js';
import { confirmAgreement } from './agreement.js';

/** What a broker might run that wants an agreement which the bank’s client never made. */
class ConfirmingAnything extends AccountContract {
  override async ConfirmAgreement(ctx: CustodyContext, request: string): Promise<string> {
    return privateAccountBatch(
      ctx,
      { name: 'AccountContract:ConfirmAgreement', schema: AccountRequest, text: request },
      {
        personal: async () => KnownAtBank,
        carryOut: async (work, line) => {
          const { name, document, proposedBankAccount: own } = await work.identities.get(line.accountNumber);
          return confirmAgreement(work, line, { name, document, bankAccount: own?.number ?? '' });
        },
      },
    );
  }
}

let channel: TestChannel;
beforeAll(async () => {
  channel = await accountChannel();
});

const nextAccount = numbersFrom(620_000);

function propose(accountNumber: string, own: object = {}): AccountInstruction {
  const personal = { ...proposedBankAccount(personOf(accountNumber)), ...own };
  return { function: 'ProposeAgreement', caller: BROKER.operator, accountNumber, personal };
}

function confirm(accountNumber: string, own: object = {}): AccountInstruction {
  const { name, document, bankAccount } = personOf(accountNumber);
  const personal = { name, document, bankAccount, ...own };
  return { function: 'ConfirmAgreement', caller: BANK.operator, accountNumber, personal };
}

async function proposed(): Promise<string> {
  const accountNumber = nextAccount();
  await must(channel, registration(accountNumber));
  await must(channel, propose(accountNumber));
  return accountNumber;
}

function deposit(accountNumber: string, bankAccountRef: string) {
  return instruct(channel, 'TransferContract:Begin', BANK.gateway, {
    direction: 'deposit',
    accountNumber,
    bankAccountRef,
    amountFen: 1_000,
    channel: 'mobile',
    initiatedAt: timeOf(),
  });
}

describe('the custody agreement', () => {
  it('is in force only once the bank has confirmed and the broker activated', async () => {
    const accountNumber = nextAccount();
    await must(channel, registration(accountNumber));
    const { facts } = await must(channel, propose(accountNumber));
    expect(facts).toMatchObject({
      status: 'proposed',
      bankAccountRef: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(await accountOf(channel, accountNumber)).toMatchObject({ status: 'proposed', bankAccountRef: '' });
    expect(await must(channel, confirm(accountNumber))).toMatchObject({
      facts: { status: 'confirmed', bankAccountRef: facts.bankAccountRef },
    });
    await must(channel, { function: 'Activate', caller: BROKER.operator, accountNumber });
    expect(await accountOf(channel, accountNumber)).toMatchObject({
      status: 'active',
      bankAccountRef: facts.bankAccountRef,
    });
  });

  it('#5 lets nothing be transferred before', async () => {
    const accountNumber = nextAccount();
    const ref = '0'.repeat(16);
    await must(channel, registration(accountNumber));
    expect(await deposit(accountNumber, ref)).toMatchObject({ code: 'NOT_SIGNED' });
    await must(channel, propose(accountNumber));
    expect(await deposit(accountNumber, ref)).toMatchObject({ code: 'NOT_SIGNED' });
    const { facts } = await must(channel, confirm(accountNumber));
    const bankAccountRef = String(facts.bankAccountRef);
    expect(await deposit(accountNumber, bankAccountRef)).toMatchObject({ code: 'NOT_SIGNED' });
    await must(channel, { function: 'Activate', caller: BROKER.operator, accountNumber });
    expect(await deposit(accountNumber, bankAccountRef)).toMatchObject({ facts: { balanceFen: 1_000 } });
  });

  it.each([
    ['6217000000000000004', 'card', 'done'],
    ['6259650871772080', 'card', 'done'],
    ['6217000000000000005', 'card', 'BANK_CARD_CHECK_DIGIT'],
    ['621700000000000', 'card', 'BANK_CARD_FORM'],
    ['6217000000000000005', 'passbook', 'done'],
    ['12345', 'passbook', 'MALFORMED_REQUEST'],
    ['6217000000000000004', 'letter', 'MALFORMED_REQUEST'],
  ])(
    '#3 V19 checks a card’s number, and no other’s: case %#',
    async (bankAccount, bankAccountType, expected) => {
      const accountNumber = nextAccount();
      await must(channel, registration(accountNumber));
      const result = await instructAccount(channel, propose(accountNumber, { bankAccount, bankAccountType }));
      expect(result.status === 'done' ? 'done' : result.code).toBe(expected);
      if (result.status === 'refused') expect(result.message).not.toContain(bankAccount);
    },
  );

  it.each([
    ['name', '另一个人', 'NAME_MISMATCH'],
    ['document', '11010519491231002X', 'NAME_MISMATCH'],
    ['bankAccount', '6217000000000000004', 'BANK_ACCOUNT_NOT_LINKED'],
  ])('#4 is refused by the bank’s endorser where the %s is another', async (field, value, code) => {
    const accountNumber = await proposed();
    const result = await instructAccount(channel, confirm(accountNumber, { [field]: value }));
    expect(result).toMatchObject({ code, field: `instructions.0.personal.${field}` });
    expect(await accountOf(channel, accountNumber)).toMatchObject({ status: 'proposed', bankAccountRef: '' });
  });

  it('#4 is not had by a broker whose own contract skips the comparison', async () => {
    const lying = await accountChannel();
    const accountNumber = nextAccount();
    await must(lying, registration(accountNumber));
    await must(lying, propose(accountNumber));
    lying.alterContracts(BROKER_MSP, [ConfirmingAnything]);
    const refused = instructAccount(lying, confirm(accountNumber, { name: '另一个人' }));
    await expect(refused).rejects.toThrow('ENDORSEMENTS_DIFFER');
    expect(await accountOf(lying, accountNumber)).toMatchObject({ status: 'proposed', bankAccountRef: '' });
  });

  it('#4 takes a name for the same that differs in width and kind of middle dot only', async () => {
    const accountNumber = nextAccount();
    const usual = registration(accountNumber);
    await must(channel, { ...usual, personal: { ...usual.personal, name: '阿里木·买买提 A' } });
    await must(channel, propose(accountNumber));
    await must(channel, confirm(accountNumber, { name: '阿里木•买买提　Ａ' }));
  });

  it('#4 links no person’s bank account with an institution, nor the reverse', async () => {
    const accountNumber = nextAccount();
    await must(channel, registration(accountNumber, { holder: 'institution', person: TEST_INSTITUTION }));
    expect(await instructAccount(channel, propose(accountNumber))).toMatchObject({
      code: 'INSTITUTION_PERSONAL_ACCOUNT',
      field: 'instructions.0.personal.bankAccountHolder',
    });
    const person = nextAccount();
    await must(channel, registration(person));
    expect(
      await instructAccount(channel, propose(person, { bankAccountHolder: 'institution' })),
    ).toMatchObject({
      code: 'NAME_MISMATCH',
    });
  });

  it('#4 serves institutions like persons', async () => {
    const institutions = await accountChannel();
    await activeAccount(institutions, '629001', { holder: 'institution', person: TEST_INSTITUTION });
    expect(await accountOf(institutions, '629001')).toMatchObject({
      status: 'active',
      holder: 'institution',
    });
  });

  it('can be withdrawn by the broker until the bank has confirmed, and proposed anew', async () => {
    const accountNumber = await proposed();
    const withdraw = { function: 'WithdrawAgreement', caller: BROKER.operator, accountNumber };
    expect(await must(channel, withdraw)).toMatchObject({ facts: { status: 'registered' } });
    expect(await instructAccount(channel, confirm(accountNumber))).toMatchObject({ code: 'ACCOUNT_STATUS' });
    await must(channel, propose(accountNumber));
    await must(channel, confirm(accountNumber));
    expect(await instructAccount(channel, withdraw)).toMatchObject({ code: 'ACCOUNT_STATUS' });
  });

  it('is told apart by the side that may take each step', async () => {
    const accountNumber = await proposed();
    const byBroker = instructAccount(channel, { ...confirm(accountNumber), caller: BROKER.operator });
    await expect(byBroker).rejects.toThrow('NOT_PERMITTED');
    const byBank = instructAccount(channel, { ...propose(accountNumber), caller: BANK.operator });
    await expect(byBank).rejects.toThrow('NOT_PERMITTED');
    const byTrader = instructAccount(channel, { ...propose(accountNumber), caller: BROKER.trader });
    await expect(byTrader).rejects.toThrow('NOT_PERMITTED');
  });

  it('goes no step that is not its turn, and names the status that the step needs', async () => {
    const accountNumber = nextAccount();
    const step = (name: string, caller = BROKER.operator, own: object = {}) =>
      instructAccount(channel, { function: name, caller, accountNumber, own });
    await must(channel, registration(accountNumber));
    expect(await instructAccount(channel, confirm(accountNumber))).toMatchObject({
      code: 'ACCOUNT_STATUS',
      message: `Account ${accountNumber} is registered, and for this it must be proposed.`,
    });
    expect(await step('Activate')).toMatchObject({ code: 'ACCOUNT_STATUS' });
    expect(await step('RequestClosing')).toMatchObject({
      message: `Account ${accountNumber} is registered, and for this it must be active or suspended.`,
    });
    expect(await step('Close', BANK.operator)).toMatchObject({ code: 'ACCOUNT_STATUS' });
    expect(await step('Suspend', BANK.risk, { reason: 'x' })).toMatchObject({ code: 'ACCOUNT_STATUS' });
    expect(await step('Resume', BANK.risk, { reason: 'x' })).toMatchObject({ code: 'ACCOUNT_STATUS' });
    expect(await step('CancelClosing')).toMatchObject({ code: 'ACCOUNT_STATUS' });
    await must(channel, propose(accountNumber));
    expect(await instructAccount(channel, propose(accountNumber))).toMatchObject({ code: 'ACCOUNT_STATUS' });
  });

  it('refuses an account that is not there', async () => {
    expect(await instructAccount(channel, propose('699998'))).toMatchObject({
      code: 'ACCOUNT_NOT_FOUND',
      field: 'instructions.0.accountNumber',
    });
  });
});

describe('another bank account of the client', () => {
  const OTHER = '6217000000000000004';
  const THIRD = '6259650871772080';

  function known(accountNumber: string, bankAccount: string, own: object = {}): AccountInstruction {
    const { name, document } = personOf(accountNumber);
    const personal = { name, document, ...proposedBankAccount({ bankAccount }), ...own };
    return { function: 'ConfirmBankAccount', caller: BANK.operator, accountNumber, personal };
  }

  function proposal(accountNumber: string, bankAccount: string): AccountInstruction {
    return { ...propose(accountNumber, { bankAccount }), function: 'ProposeBankAccount' };
  }

  it('#7 is linked when the bank confirms; the old one is no longer the reserved card', async () => {
    const accountNumber = nextAccount();
    const before = await activeAccount(channel, accountNumber);
    const { facts } = await must(channel, proposal(accountNumber, OTHER));
    expect(await deposit(accountNumber, before)).toMatchObject({ status: 'done' });
    await must(channel, known(accountNumber, OTHER));
    expect(await deposit(accountNumber, before)).toMatchObject({ code: 'BANK_ACCOUNT_NOT_LINKED' });
    expect(await deposit(accountNumber, String(facts.bankAccountRef))).toMatchObject({ status: 'done' });
    const file = await channel.evaluate({
      function: 'AccountContract:GetAccountFile',
      request: { accountNumber },
      caller: BROKER.operator,
    });
    expect(file).toMatchObject({
      bankAccount: { ref: facts.bankAccountRef, type: 'card', linkedOn: '2026-07-06' },
      formerBankAccounts: [{ ref: before, type: 'card', linkedOn: '2026-07-06', until: '2026-07-06' }],
    });
    expect(file).not.toHaveProperty('proposedBankAccount');
  });

  it('#7 can be linked by the bank without a proposal, and never against one', async () => {
    const accountNumber = nextAccount();
    await activeAccount(channel, accountNumber);
    await must(channel, known(accountNumber, OTHER));
    await must(channel, proposal(accountNumber, THIRD));
    expect(await instructAccount(channel, known(accountNumber, OTHER))).toMatchObject({
      code: 'BANK_ACCOUNT_NOT_LINKED',
    });
    await must(channel, known(accountNumber, THIRD));
  });

  it.each([
    [{ name: '另一个人' }, 'NAME_MISMATCH'],
    [{ document: '11010519491231002X' }, 'NAME_MISMATCH'],
    [{ bankAccountHolder: 'institution' }, 'NAME_MISMATCH'],
    [{ bankAccount: '6217000000000000005' }, 'BANK_CARD_CHECK_DIGIT'],
  ])('#7 must be in the client’s own name: case %#', async (own, code) => {
    const accountNumber = nextAccount();
    const before = await activeAccount(channel, accountNumber);
    expect(await instructAccount(channel, known(accountNumber, OTHER, own))).toMatchObject({ code });
    expect(await accountOf(channel, accountNumber)).toMatchObject({ bankAccountRef: before });
  });

  it('needs an agreement to begin with', async () => {
    const accountNumber = await proposed();
    expect(await instructAccount(channel, proposal(accountNumber, OTHER))).toMatchObject({
      code: 'ACCOUNT_STATUS',
    });
    const confirmed = nextAccount();
    await confirmedAccount(channel, confirmed);
    await must(channel, proposal(confirmed, OTHER));
  });
});

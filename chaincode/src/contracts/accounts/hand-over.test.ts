import { beforeAll, describe, expect, it } from 'vitest';
import type { TransactionRequest } from '../../../test/endorsed-envelope.js';
import type { TestChannel } from '../../../test/ledger/test-channel.js';
import { base64, OldChannel } from '../../../test/old-channel.js';
import { accountChannel, alterRow } from '../../../test/scenario/account-channel.js';
import {
  accountOf,
  activeAccount,
  instructAccount,
  must,
  numbersFrom,
  proposedBankAccount,
  registration,
  timeOf,
} from '../../../test/scenario/accounts.js';
import { FIRST_DAY } from '../../../test/scenario/day.js';
import { nextSerial } from '../../../test/scenario/instruct.js';
import { BANK, BANK_MSP, BROKER } from '../../../test/scenario/members.js';
import { OTHER_BANK, OTHER_BANK_MSP, otherBankChannel } from '../../../test/scenario/other-bank.js';
import { personOf } from '../../../test/scenario/people.js';
import type { BatchAnswer } from '../../model/answers/batch.js';
import { businessDate } from '../../rules/business-date.js';

const NEXT_DAY = '2026-07-07';
const NEW_SALT = '77'.repeat(32);

let members: OldChannel;
let from: TestChannel;
let to: TestChannel;

beforeAll(async () => {
  members = await OldChannel.open();
  const handOverRoots = members.roots.map(({ mspId, rootCertificates }) => ({
    mspId,
    rootCertificates: [...rootCertificates],
  }));
  from = await accountChannel();
  to = await otherBankChannel(NEXT_DAY, { handOverRoots });
});

const nextAccount = numbersFrom(670_000);

/** The answer of a hand-over in the old channel, and of its repetition. */
async function handedOver(accountNumber: string, newBankMspId = OTHER_BANK_MSP) {
  const serial = nextSerial();
  const send = async () => {
    const { answer } = await from.submit<BatchAnswer>({
      function: 'AccountContract:HandOver',
      request: { instructions: [{ serial, accountNumber, initiatedAt: timeOf(), newBankMspId }] },
      caller: BANK.operator,
    });
    return JSON.stringify(answer);
  };
  return { first: await send(), repeated: await send() };
}

async function closable(accountNumber = nextAccount()): Promise<string> {
  await activeAccount(from, accountNumber);
  await must(from, { function: 'RequestClosing', caller: BROKER.operator, accountNumber });
  await alterRow(from, accountNumber, { interestSettledOn: businessDate(FIRST_DAY) });
  return accountNumber;
}

/** The envelope in which both members' peers have signed an answer. */
async function proofOf(responsePayload: string, changes: Partial<TransactionRequest> = {}): Promise<string> {
  const functionName = 'AccountContract:HandOver';
  return base64(await members.envelopeBy(undefined, { functionName, responsePayload, ...changes }));
}

interface Acceptance {
  readonly own?: object;
  readonly personal?: object;
}

function accept(accountNumber: string, proof: string, { own, personal }: Acceptance = {}) {
  const { own: usual, personal: known, transient } = registration(accountNumber);
  return instructAccount(to, {
    function: 'AcceptHandOver',
    caller: BROKER.operator,
    accountNumber,
    initiatedAt: timeOf(NEXT_DAY),
    own: { ...usual, oldBankMspId: BANK_MSP, proof, ...own },
    personal: { ...known, salt: NEW_SALT, oldSalt: personOf(accountNumber).salt, ...personal },
    ...(transient !== undefined && { transient }),
  });
}

describe('handing an account over to another bank', () => {
  it('closes it and answers with the record that both members sign', async () => {
    const accountNumber = await closable();
    const { first, repeated } = await handedOver(accountNumber);
    const [result] = JSON.parse(first).results;
    expect(result).toMatchObject({
      status: 'done',
      replayed: false,
      facts: {
        status: 'closed',
        closedOn: FIRST_DAY,
        channel: 'custody-bank-a-broker-x',
        transactionId: result.transactionId,
        bankMspId: BANK_MSP,
        newBankMspId: OTHER_BANK_MSP,
        accountNumber,
        clientNumber: accountNumber,
      },
    });
    expect(JSON.parse(repeated).results).toEqual([{ ...result, replayed: true }]);
    expect(await accountOf(from, accountNumber)).toMatchObject({ status: 'closed' });
  });

  it('#8 has every precondition of closing', async () => {
    const accountNumber = nextAccount();
    await activeAccount(from, accountNumber);
    const handOver = () =>
      instructAccount(from, {
        function: 'HandOver',
        caller: BANK.operator,
        accountNumber,
        own: { newBankMspId: OTHER_BANK_MSP },
      });
    expect(await handOver()).toMatchObject({ code: 'ACCOUNT_STATUS' });
    await must(from, { function: 'RequestClosing', caller: BROKER.operator, accountNumber });
    await alterRow(from, accountNumber, { balanceFen: 1 as never });
    expect(await handOver()).toMatchObject({
      code: 'NOT_CLOSABLE',
      message: expect.stringContaining('0.01 is left'),
    });
  });

  it('goes to a bank that is not this one, one account at a time', async () => {
    const accountNumber = await closable();
    const { first } = await handedOver(accountNumber, BANK_MSP);
    expect(JSON.parse(first).results[0]).toMatchObject({ code: 'HAND_OVER_INVALID' });
    const line = { accountNumber, initiatedAt: timeOf(), newBankMspId: OTHER_BANK_MSP };
    const two = from.submit({
      function: 'AccountContract:HandOver',
      request: {
        instructions: [
          { ...line, serial: nextSerial() },
          { ...line, serial: nextSerial() },
        ],
      },
      caller: BANK.operator,
    });
    await expect(two).rejects.toThrow('MALFORMED_REQUEST [instructions]');
  });
});

describe('taking an account over from another bank', () => {
  it('#8 registers it on a later day, and it goes on as any other', async () => {
    const accountNumber = await closable();
    const { repeated } = await handedOver(accountNumber);
    expect(await accept(accountNumber, await proofOf(repeated))).toMatchObject({
      facts: { status: 'registered', clientNumber: accountNumber },
    });
    const person = personOf(accountNumber);
    const { name, document, bankAccount } = person;
    const initiatedAt = timeOf(NEXT_DAY);
    await must(to, {
      function: 'ProposeAgreement',
      caller: BROKER.operator,
      accountNumber,
      initiatedAt,
      personal: proposedBankAccount(person),
    });
    await must(to, {
      function: 'ConfirmAgreement',
      caller: OTHER_BANK.operator,
      accountNumber,
      initiatedAt,
      personal: { name, document, bankAccount },
    });
    await must(to, { function: 'Activate', caller: BROKER.operator, accountNumber, initiatedAt });
    const file = await to.evaluate({
      function: 'AccountContract:GetAccountFile',
      request: { accountNumber },
      caller: OTHER_BANK.operator,
    });
    expect(file).toMatchObject({
      handedOverFrom: { channel: 'custody-bank-a-broker-x', accountNumber },
    });
  });

  it('takes no record twice, whichever transaction proves it', async () => {
    const accountNumber = await closable();
    const { repeated } = await handedOver(accountNumber);
    expect(await accept(accountNumber, await proofOf(repeated))).toMatchObject({ status: 'done' });
    const again = nextAccount();
    const known = { ...personOf(accountNumber), salt: NEW_SALT, oldSalt: personOf(accountNumber).salt };
    const { bankAccount: _, ...personal } = known;
    expect(
      await accept(again, await proofOf(repeated), { own: { clientNumber: accountNumber }, personal }),
    ).toMatchObject({ code: 'HAND_OVER_USED', message: expect.stringContaining(`account ${accountNumber}`) });
  });

  it('takes no hand-over that was endorsed and may never have been committed', async () => {
    const accountNumber = await closable();
    const { first } = await handedOver(accountNumber);
    expect(await accept(accountNumber, await proofOf(first))).toMatchObject({
      code: 'HAND_OVER_INVALID',
      field: 'instructions.0.proof',
      message: expect.stringContaining('repeat it under its serial'),
    });
  });

  it('takes no other client than the one of the record', async () => {
    const accountNumber = await closable();
    const { repeated } = await handedOver(accountNumber);
    const proof = await proofOf(repeated);
    const refused = {
      code: 'HAND_OVER_INVALID',
      message: 'The record is of a client with another name or document, or the old salt is another.',
    };
    expect(await accept(accountNumber, proof, { personal: { name: '另一个人' } })).toMatchObject(refused);
    expect(
      await accept(accountNumber, proof, { personal: { document: '11010519491231002X' } }),
    ).toMatchObject(refused);
    expect(await accept(accountNumber, proof, { personal: { oldSalt: NEW_SALT } })).toMatchObject(refused);
    expect(await accept(accountNumber, proof)).toMatchObject({ status: 'done' });
  });

  it.each([
    ['another channel than it was signed on', { channel: 'custody-bank-a-broker-y' }, /another channel/],
    ['another bank', { bankMspId: 'BankCMSP' }, /relationship of BankCMSP/],
    ['another broker', { brokerMspId: 'BrokerYMSP' }, /not the broker here/],
    ['a way to another bank', { newBankMspId: 'BankCMSP' }, /over to BankCMSP/],
    ['a closing of today', { closedOn: NEXT_DAY }, /later business day/],
    ['another client number', { clientNumber: '670999' }, /of client 670999/],
    ['another kind of account', { kind: 'credit' }, /kind credit/],
    ['another kind of holder', { holder: 'institution' }, /another kind of holder: institution/],
    ['an account that is open', { status: 'active' }, /no hand-over record/],
    ['a field more', { note: 'x' }, /no hand-over record/],
  ])('takes no record of %s', async (_, changed, expected) => {
    const accountNumber = await closable();
    const { repeated } = await handedOver(accountNumber);
    const answer = JSON.parse(repeated);
    Object.assign(answer.results[0].facts, changed);
    expect(await accept(accountNumber, await proofOf(JSON.stringify(answer)))).toMatchObject({
      code: 'HAND_OVER_INVALID',
      message: expect.stringMatching(expected),
    });
  });

  it('takes no answer of another function, chaincode or channel, and no text that is none', async () => {
    const accountNumber = await closable();
    const { repeated } = await handedOver(accountNumber);
    const invalid = { code: 'HAND_OVER_INVALID', field: 'instructions.0.proof' };
    for (const changes of [
      { functionName: 'AccountContract:GetAccountFile' },
      { chaincode: 'other' },
      { channel: 'custody-bank-b-broker-x' },
    ]) {
      expect(await accept(accountNumber, await proofOf(repeated, changes))).toMatchObject(invalid);
    }
    expect(await accept(accountNumber, await proofOf('no JSON'))).toMatchObject(invalid);
    expect(await accept(accountNumber, 'AAAA')).toMatchObject(invalid);
    expect(
      await accept(accountNumber, await proofOf(repeated), { own: { oldBankMspId: 'BankCMSP' } }),
    ).toMatchObject({
      ...invalid,
      message: 'The parameters in force have no root certificates of BankCMSP; they must be agreed first.',
    });
  });

  it('takes no proof that one member alone has signed', async () => {
    const accountNumber = await closable();
    const { repeated } = await handedOver(accountNumber);
    const alone = await members.envelopeBy([members.brokerPeer], {
      functionName: 'AccountContract:HandOver',
      responsePayload: repeated,
    });
    expect(await accept(accountNumber, base64(alone))).toMatchObject({
      code: 'HAND_OVER_INVALID',
      message: 'No peer of BankAMSP endorsed the transaction of the proof.',
    });
  });

  it('refuses a proof that is too long before it looks at it', async () => {
    const refused = accept(nextAccount(), 'A'.repeat(200_001));
    await expect(refused).rejects.toThrow('MALFORMED_REQUEST [instructions.0.proof]');
  });
});

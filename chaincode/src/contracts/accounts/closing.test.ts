import { beforeAll, describe, expect, it } from 'vitest';
import type { TestChannel } from '../../../test/ledger/test-channel.js';
import { accountChannel, alterRow } from '../../../test/scenario/account-channel.js';
import {
  accountOf,
  activeAccount,
  instructAccount,
  must,
  numbersFrom,
  registration,
  timeOf,
} from '../../../test/scenario/accounts.js';
import { putHolds } from '../../../test/scenario/books-probe.js';
import { FIRST_DAY, nextDay } from '../../../test/scenario/day.js';
import { carriedOut } from '../../../test/scenario/instruct.js';
import { BANK, BROKER, REGULATOR } from '../../../test/scenario/members.js';
import { personOf } from '../../../test/scenario/people.js';
import type { AccountFile } from '../../model/rows/account-file.js';
import { businessDate } from '../../rules/business-date.js';
import { instant } from '../../rules/instant.js';
import { fen } from '../../rules/money.js';

let channel: TestChannel;
beforeAll(async () => {
  channel = await accountChannel();
});

const nextAccount = numbersFrom(630_000);

const suspend = (accountNumber: string, caller = BANK.risk) =>
  instructAccount(channel, { function: 'Suspend', caller, accountNumber, own: { reason: 'Under review' } });
const resume = (accountNumber: string, caller = BANK.risk) =>
  instructAccount(channel, { function: 'Resume', caller, accountNumber, own: { reason: 'Reviewed' } });
const request = (accountNumber: string, own: object = {}) => ({
  function: 'RequestClosing',
  caller: BROKER.operator,
  accountNumber,
  ...own,
});
const close = (accountNumber: string, own: object = {}) => ({
  function: 'Close',
  caller: BANK.operator,
  accountNumber,
  ...own,
});

async function active(): Promise<string> {
  const accountNumber = nextAccount();
  await activeAccount(channel, accountNumber);
  return accountNumber;
}

/** An account of which closing is asked, and nothing stands in the way of it. */
async function closable(): Promise<string> {
  const accountNumber = await active();
  await must(channel, request(accountNumber));
  await alterRow(channel, accountNumber, { interestSettledOn: businessDate(FIRST_DAY) });
  return accountNumber;
}

describe('suspending an account', () => {
  it('is ended by the side that has suspended it, and no other', async () => {
    const accountNumber = await active();
    expect(await suspend(accountNumber)).toMatchObject({
      facts: { status: 'suspended', suspendedBy: 'bank' },
    });
    expect(await resume(accountNumber, BROKER.risk)).toMatchObject({
      code: 'NOT_PERMITTED',
      message: `The bank has suspended account ${accountNumber} and must resume it itself.`,
    });
    expect(await suspend(accountNumber)).toMatchObject({ code: 'ACCOUNT_STATUS' });
    expect(await resume(accountNumber)).toMatchObject({ facts: { status: 'active' } });
    expect(await suspend(accountNumber, BROKER.risk)).toMatchObject({ status: 'done' });
    expect(await resume(accountNumber)).toMatchObject({ code: 'NOT_PERMITTED' });
    expect(await resume(accountNumber, BROKER.risk)).toMatchObject({ status: 'done' });
  });

  it('is for risk officers', async () => {
    await expect(suspend(await active(), BANK.operator)).rejects.toThrow('NOT_PERMITTED');
  });

  it('is not got round by closing, which would let money out', async () => {
    const accountNumber = await active();
    await suspend(accountNumber);
    expect(await instructAccount(channel, request(accountNumber))).toMatchObject({
      code: 'ACCOUNT_SUSPENDED',
    });
  });

  it('of the broker’s own is there again where the client’s notice is taken back', async () => {
    const accountNumber = await active();
    await suspend(accountNumber, BROKER.risk);
    await must(channel, request(accountNumber));
    const cancel = { function: 'CancelClosing', caller: BROKER.operator, accountNumber };
    expect(await must(channel, cancel)).toMatchObject({ facts: { status: 'suspended' } });
    expect(await resume(accountNumber, BROKER.risk)).toMatchObject({ facts: { status: 'active' } });
  });
});

describe('closing an account', () => {
  it('#9 is done by the bank; the account stays readable and its history whole', async () => {
    const accountNumber = await closable();
    expect(await must(channel, close(accountNumber))).toMatchObject({
      facts: { status: 'closed', closedOn: FIRST_DAY },
    });
    const file = await channel.evaluate<AccountFile>({
      function: 'AccountContract:GetAccountFile',
      request: { accountNumber },
      caller: REGULATOR.auditor,
    });
    expect(file.statuses.map(({ status }) => status)).toEqual([
      'registered',
      'proposed',
      'confirmed',
      'active',
      'closing',
      'closed',
    ]);
    expect(file.closedOn).toBe(FIRST_DAY);
    expect(await accountOf(channel, accountNumber)).toMatchObject({ status: 'closed' });
  });

  it('#9 ends everything: nothing can be done with a closed account', async () => {
    const accountNumber = await closable();
    await must(channel, close(accountNumber));
    const refused = {
      code: 'ACCOUNT_CLOSED',
      message: `Account ${accountNumber} was closed on ${FIRST_DAY}.`,
    };
    expect(await instructAccount(channel, close(accountNumber))).toMatchObject(refused);
    expect(await instructAccount(channel, request(accountNumber))).toMatchObject(refused);
    expect(await suspend(accountNumber)).toMatchObject(refused);
    expect(await instructAccount(channel, registration(accountNumber))).toMatchObject({
      code: 'ACCOUNT_EXISTS',
    });
  });

  it('#6 makes room for another account of the client', async () => {
    const single = await accountChannel({ parameters: { auxiliaryAccounts: 0 } });
    await activeAccount(single, '639001');
    const second = registration('639002', { clientNumber: '639001', person: personOf('639001') });
    expect(await instructAccount(single, second)).toMatchObject({ code: 'TOO_MANY_ACCOUNTS' });
    await must(single, request('639001'));
    await alterRow(single, '639001', { interestSettledOn: businessDate(FIRST_DAY) });
    await must(single, close('639001'));
    expect(await must(single, second)).toMatchObject({ facts: { role: 'main' } });
  });

  it('#8 #9 tells every obstacle at once', async () => {
    const accountNumber = nextAccount();
    const bankAccountRef = await activeAccount(channel, accountNumber);
    await carriedOut(channel, 'TransferContract:Begin', BANK.gateway, {
      direction: 'deposit',
      accountNumber,
      bankAccountRef,
      amountFen: 120_450,
      channel: 'web',
      initiatedAt: timeOf(),
    });
    await must(channel, request(accountNumber));
    await carriedOut(channel, 'TransferContract:Begin', BROKER.gateway, {
      direction: 'withdrawal',
      accountNumber,
      bankAccountRef,
      amountFen: 450,
      channel: 'web',
      initiatedAt: timeOf(),
    });
    const freeze = { reason: 'judicial', limitFen: fen(100), endsAt: null, priority: 1 } as const;
    await alterRow(channel, accountNumber, {
      freezes: [
        { ...freeze, id: 'court-1' },
        { ...freeze, id: 'court-0', endsAt: instant('2026-07-06T01:59:59Z') },
      ],
    });
    await putHolds(channel, {
      [accountNumber]: { heldFen: 300, payableFen: 200, receivableFen: 100 },
    });
    expect(await instructAccount(channel, close(accountNumber))).toMatchObject({
      code: 'NOT_CLOSABLE',
      field: 'instructions.0.accountNumber',
      message: `Account ${accountNumber} cannot be closed now: ${[
        '3.00 is held for open orders, which must be cancelled or filled',
        '2.00 is payable for trades that are not settled yet',
        '1.00 is receivable from trades that are not settled yet',
        'transfers are pending: 1',
        '4.50 is in transit',
        'orders are in force: court-1 (judicial)',
        'transfers were made today: 2, so it can be closed on the next business day',
        '1204.50 is left, which the client withdraws to the linked bank account',
        'interest has not been settled since closing was requested on 2026-07-06',
      ].join('; ')}.`,
    });
    expect(await accountOf(channel, accountNumber)).toMatchObject({ status: 'closing' });
  });

  it('#8 is refused for a single cent, and done once that has gone home on an earlier day', async () => {
    const twoDays = await accountChannel();
    const bankAccountRef = await activeAccount(twoDays, '638001');
    const transfer = (direction: string, caller = BANK.gateway) =>
      carriedOut(twoDays, 'TransferContract:Begin', caller, {
        direction,
        accountNumber: '638001',
        bankAccountRef,
        amountFen: 1,
        channel: 'bank',
        initiatedAt: timeOf(),
      });
    await transfer('deposit');
    await must(twoDays, request('638001'));
    await alterRow(twoDays, '638001', { interestSettledOn: businessDate(FIRST_DAY) });
    expect(await instructAccount(twoDays, close('638001'))).toMatchObject({
      message: expect.stringContaining('0.01 is left'),
    });
    const { serial } = await transfer('withdrawal');
    await carriedOut(twoDays, 'TransferContract:Answer', BANK.gateway, {
      transfer: { side: 'bank', serial },
      outcome: 'done',
      initiatedAt: timeOf(),
    });
    expect(await instructAccount(twoDays, close('638001'))).toMatchObject({
      message: `Account 638001 cannot be closed now: transfers were made today: 2, so it can be closed on the next business day.`,
    });
    await nextDay(twoDays, '2026-07-07');
    await must(twoDays, close('638001', { initiatedAt: timeOf('2026-07-07') }));
  });

  it('wants the interest that has run up to the notice, not an earlier one', async () => {
    const accountNumber = await closable();
    await alterRow(channel, accountNumber, { interestSettledOn: businessDate('2026-06-20') });
    expect(await instructAccount(channel, close(accountNumber))).toMatchObject({
      message: expect.stringContaining('interest has not been settled since'),
    });
  });

  it('lets money go home meanwhile and none come in', async () => {
    const accountNumber = await closable();
    const { bankAccountRef } = await accountOf(channel, accountNumber);
    const line = { accountNumber, bankAccountRef, amountFen: 1, channel: 'web', initiatedAt: timeOf() };
    const deposit = carriedOut(channel, 'TransferContract:Begin', BANK.gateway, {
      ...line,
      direction: 'deposit',
    });
    await expect(deposit).rejects.toThrow('ACCOUNT_CLOSING');
  });

  it('is not for the broker, and asked for by nobody else', async () => {
    const accountNumber = await active();
    const byBank = instructAccount(channel, { ...request(accountNumber), caller: BANK.operator });
    await expect(byBank).rejects.toThrow('NOT_PERMITTED');
    const byBroker = instructAccount(channel, { ...close(accountNumber), caller: BROKER.operator });
    await expect(byBroker).rejects.toThrow('NOT_PERMITTED');
  });
});

import { activeAccount } from '../../chaincode/test/scenario/accounts.js';
import type { TestApi } from './api.js';
import type { ContractLedgers } from './contract-ledger.js';
import { RELATIONSHIP } from './relationship.js';

export const relationship = RELATIONSHIP.name;
export const ACCOUNT = '6001000001';

export const PERSON = { name: '王小明', document: '11010519491231002X', mobile: '13800138000' };
export const BANK_CARD = '6217000000000000004';

export const registration = {
  idempotencyKey: 'register-1',
  accountNumber: ACCOUNT,
  clientNumber: '1001000001',
  holder: 'person',
  ...PERSON,
};
export const agreement = {
  idempotencyKey: 'agree-1',
  accountNumber: ACCOUNT,
  bankAccount: BANK_CARD,
  bankAccountType: 'card',
  bankAccountHolder: 'person',
};
export const confirmation = {
  idempotencyKey: 'confirm-1',
  accountNumber: ACCOUNT,
  name: PERSON.name,
  document: PERSON.document,
  bankAccount: BANK_CARD,
};
export const activation = { idempotencyKey: 'activate-1', accountNumber: ACCOUNT };

/** Lines of transfers of one account, whose linked bank account is known. */
export function transfersOf(bankAccountRef: string, accountNumber = ACCOUNT) {
  const line = (direction: string) => (idempotencyKey: string, amount: unknown) => ({
    idempotencyKey,
    direction,
    accountNumber,
    bankAccountRef,
    amount,
    channel: 'mobile',
  });
  return { deposit: line('deposit'), withdrawal: line('withdrawal') };
}

/** Makes the account that most tests use, and answers with its lines of transfers. */
export async function withAccount({ channel }: ContractLedgers, accountNumber = ACCOUNT) {
  return transfersOf(await activeAccount(channel, accountNumber), accountNumber);
}

export async function cashOf(api: TestApi, accountNumber = ACCOUNT) {
  const { body } = await api.get(`/v1/accounts/${accountNumber}?relationship=${relationship}`);
  return body.cash;
}

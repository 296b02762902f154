import { RELATIONSHIP, type TestApi } from './api.js';

export const relationship = RELATIONSHIP.name;
export const ACCOUNT = '6001000001';

export const PERSON = {
  name: '王小明',
  residentId: '11010519491231002X',
  mobile: '13800138000',
  bankCard: '6217000000000000004',
};

export const opening = { relationship, accountNumber: ACCOUNT, ...PERSON };
export const transfer = (amount: string) => ({ relationship, accountNumber: ACCOUNT, amount });

/** Opens the account that most tests use. */
export async function withAccount(api: TestApi): Promise<void> {
  const { status } = await api.write('/v1/accounts', 'open-1', opening);
  if (status !== 201) throw new Error(`The account could not be opened: ${status}.`);
}

export async function balanceOf(api: TestApi): Promise<unknown> {
  const { body } = await api.get(`/v1/accounts/${ACCOUNT}/balance?relationship=${relationship}`);
  return body.balance;
}

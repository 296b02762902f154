import { AccountContract } from '../../src/contracts/accounts/account-contract.js';
import { TransferContract } from '../../src/contracts/transfers/transfer-contract.js';
import type { ParameterSet } from '../../src/model/requests/governance.js';
import type { CustodyRow } from '../../src/model/rows/custody-row.js';
import type { TestChannel } from '../ledger/test-channel.js';
import { BooksProbe, rowOf } from './books-probe.js';
import { custodyChannel } from './custody-channel.js';
import { FIRST_DAY, openDay } from './day.js';
import { SeedContract, seed } from './seed-contract.js';

export interface AccountChannelOptions {
  readonly businessDate?: string;
  readonly parameters?: Partial<ParameterSet>;
  readonly name?: string;
}

/** A channel on its first business day, with accounts and transfers, and books that tests may write into. */
export async function accountChannel(options: AccountChannelOptions = {}): Promise<TestChannel> {
  const { businessDate = FIRST_DAY, parameters = {}, name } = options;
  const contracts = [AccountContract, TransferContract, BooksProbe, SeedContract];
  const channel = custodyChannel(contracts, name === undefined ? {} : { name });
  await openDay(channel, { businessDate, parameters });
  return channel;
}

/** Changes an account's row in the custody book as no contract would. */
export async function alterRow(
  channel: TestChannel,
  accountNumber: string,
  own: Partial<CustodyRow>,
): Promise<void> {
  await seed(channel, { [accountNumber]: { ...(await rowOf(channel, accountNumber)), ...own } });
}

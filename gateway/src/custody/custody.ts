import { randomBytes } from 'node:crypto';
import type {
  ListAccountsAnswer,
  OpenAccountAnswer,
  TransferAnswer,
  TransferBatchAnswer,
} from '@sanfang/chaincode/model/answers';
import type { AccountRow } from '@sanfang/chaincode/model/rows';
import type { Fen } from '@sanfang/chaincode/rules/money';
import type { Direction } from '@sanfang/chaincode/rules/transfer';
import type { Ledger } from '../ports/ledger.js';

/** Which transaction an answer is from. */
export interface Receipt {
  readonly transactionId: string;
  readonly blockNumber: bigint;
}

export interface Opening {
  readonly instructionId: string;
  readonly accountNumber: string;
  readonly personal: {
    readonly name: string;
    readonly residentId: string;
    readonly mobile: string;
    readonly bankCard: string;
  };
}

export interface Transfer {
  readonly instructionId: string;
  readonly accountNumber: string;
  readonly amountFen: Fen;
}

const SALT_BYTES = 32;

/** What the gateway asks of the custody contract, in the words of the business. */
export class Custody {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async openAccount(
    channel: string,
    { personal, ...request }: Opening,
  ): Promise<{ opened: OpenAccountAnswer; receipt: Receipt }> {
    const salt = randomBytes(SALT_BYTES).toString('hex');
    const { answer, ...receipt } = await this.#ledger.submit({
      channel,
      name: 'OpenAccount',
      request,
      transient: { personal: { ...personal, salt } },
    });
    return { opened: answer as OpenAccountAnswer, receipt };
  }

  async transfer(
    channel: string,
    direction: Direction,
    request: Transfer,
  ): Promise<{ transfer: TransferAnswer; receipt: Receipt }> {
    const name = direction === 'deposit' ? 'Deposit' : 'Withdraw';
    const { answer, ...receipt } = await this.#ledger.submit({ channel, name, request });
    return { transfer: answer as TransferAnswer, receipt };
  }

  async transferBatch(
    channel: string,
    transfers: readonly (Transfer & { readonly direction: Direction })[],
  ): Promise<{ results: readonly TransferAnswer[]; receipt: Receipt }> {
    const { answer, ...receipt } = await this.#ledger.submit({
      channel,
      name: 'TransferBatch',
      request: { transfers },
    });
    return { results: (answer as TransferBatchAnswer).results, receipt };
  }

  async account(channel: string, accountNumber: string): Promise<AccountRow> {
    const answer = await this.#ledger.evaluate({ channel, name: 'GetBalance', request: { accountNumber } });
    return answer as AccountRow;
  }

  async accounts(
    channel: string,
    request: { readonly limit: number; readonly after?: string },
  ): Promise<ListAccountsAnswer> {
    return (await this.#ledger.evaluate({ channel, name: 'ListAccounts', request })) as ListAccountsAnswer;
  }
}

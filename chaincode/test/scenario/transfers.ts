import { TransferContract } from '../../src/contracts/transfers/transfer-contract.js';
import type { TransferAnswer } from '../../src/model/answers/transfers.js';
import type { ParameterSet } from '../../src/model/requests/governance.js';
import type { TransferName } from '../../src/model/requests/transfers.js';
import type { CustodyRow } from '../../src/model/rows/custody-row.js';
import { fen } from '../../src/rules/money.js';
import type { ContractClass } from '../ledger/contract-set.js';
import type { Caller } from '../ledger/proposal.js';
import type { ChannelOptions, TestChannel } from '../ledger/test-channel.js';
import { BooksProbe, rowOf } from './books-probe.js';
import { custodyChannel } from './custody-channel.js';
import { FIRST_DAY, openDay } from './day.js';
import { carriedOut, instruct, nextSerial } from './instruct.js';
import { BANK, BANK_MSP, BROKER, BROKER_MSP } from './members.js';
import { SeedContract, seed } from './seed-contract.js';

export const ACCOUNT = '880000000001';
/** In the folio of the first. */
export const OTHER_ACCOUNT = '880000000002';
export const BANK_ACCOUNT = '0123456789abcdef';

type Line = Readonly<Record<string, unknown>>;

/** A time of the first day, or of another. */
export const at = (time: string, date = FIRST_DAY): string => `${date}T${time}+08:00`;

export interface TransferSetting {
  readonly parameters?: Partial<ParameterSet>;
  /** Further contracts. */
  readonly contracts?: readonly ContractClass[];
  readonly options?: Partial<Omit<ChannelOptions, 'contracts'>>;
  /** What differs of the first account. */
  readonly row?: Partial<CustodyRow>;
}

/** An open day with two accounts that have 1,000.00 each since before. */
export async function transferChannel(setting: TransferSetting = {}): Promise<TestChannel> {
  const { parameters = {}, contracts = [], options = {}, row = {} } = setting;
  const channel = custodyChannel([TransferContract, SeedContract, BooksProbe, ...contracts], options);
  await openDay(channel, { parameters });
  const usual = { balanceFen: fen(1_000_00), bankAccountRef: BANK_ACCOUNT };
  await seed(channel, { [ACCOUNT]: { ...usual, ...row }, [OTHER_ACCOUNT]: usual });
  return channel;
}

/** A deposit of 100.00 by mobile at ten, where nothing else is said. */
export function transferLine(own: Line = {}): Line {
  return {
    direction: 'deposit',
    accountNumber: ACCOUNT,
    bankAccountRef: BANK_ACCOUNT,
    amountFen: 100_00,
    channel: 'mobile',
    initiatedAt: at('10:00:00'),
    ...own,
  };
}

/** What becomes of a transfer that is begun: its state, or the code of the refusal. */
export async function begin(channel: TestChannel, caller: Caller, own: Line = {}): Promise<string> {
  return told(await instruct(channel, 'TransferContract:Begin', caller, transferLine(own)));
}

/** A transfer that has to be begun, by its name. */
export async function begun(channel: TestChannel, caller: Caller, own: Line = {}): Promise<TransferName> {
  const serial = nextSerial();
  await carriedOut(channel, 'TransferContract:Begin', caller, transferLine({ serial, ...own }));
  return { side: caller.mspId === BANK_MSP ? 'bank' : 'broker', serial };
}

/** Moves of a transfer; each tells the state that it leads to, or the code of the refusal. */
export async function claim(
  channel: TestChannel,
  transfer: TransferName,
  time = '10:01:00',
): Promise<string> {
  const line = { transfer, initiatedAt: at(time) };
  return told(await instruct(channel, 'TransferContract:Claim', BANK.system, line));
}

export async function answer(
  channel: TestChannel,
  transfer: TransferName,
  outcome: 'done' | 'refused' = 'done',
  own: Line = {},
): Promise<string> {
  const line = { transfer, outcome, initiatedAt: at('10:02:00'), ...own };
  return told(await instruct(channel, 'TransferContract:Answer', BANK.system, line));
}

export async function expire(
  channel: TestChannel,
  transfer: TransferName,
  own: Line = {},
  caller: Caller = BROKER.operator,
): Promise<string> {
  const line = { transfer, initiatedAt: at('10:10:00'), ...own };
  return told(await instruct(channel, 'TransferContract:Expire', caller, line));
}

/** What a reversal of a transfer of 100.00 says where nothing else is said. */
export function reversalLine(original: TransferName, own: Line = {}): Line {
  return {
    original,
    bankId: BANK_MSP,
    bankAccountRef: BANK_ACCOUNT,
    brokerId: BROKER_MSP,
    accountNumber: ACCOUNT,
    amountFen: 100_00,
    initiatedAt: at('10:03:00'),
    ...own,
  };
}

export async function reverse(
  channel: TestChannel,
  caller: Caller,
  original: TransferName,
  own: Line = {},
): Promise<string> {
  const line = reversalLine(original, own);
  return told(await instruct(channel, 'TransferContract:Reverse', caller, line));
}

export function transferOf(channel: TestChannel, request: TransferName): Promise<TransferAnswer> {
  return channel.evaluate({ function: 'TransferContract:GetTransfer', request, caller: BANK.gateway });
}

/** Balance, what of it is in transit, and how many transfers are pending. */
export async function standingOf(
  channel: TestChannel,
  accountNumber = ACCOUNT,
): Promise<readonly [balanceFen: number, inTransitFen: number, pending: number]> {
  const { balanceFen, inTransitFen, pending } = await rowOf(channel, accountNumber);
  return [balanceFen, inTransitFen, pending];
}

function told(result: Awaited<ReturnType<typeof instruct>>): string {
  return result.status === 'done' ? String(result.facts.state) : result.code;
}

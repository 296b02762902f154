import { CorrectionContract } from '../../src/contracts/corrections/correction-contract.js';
import { FreezeContract } from '../../src/contracts/freezes/freeze-contract.js';
import { TransferContract } from '../../src/contracts/transfers/transfer-contract.js';
import type { FreezeOrderRow } from '../../src/model/rows/freeze-row.js';
import { fen } from '../../src/rules/money.js';
import type { TestChannel } from '../ledger/test-channel.js';
import { BooksProbe } from '../scenario/books-probe.js';
import { custodyChannel } from '../scenario/custody-channel.js';
import { type FirstDay, openDay } from '../scenario/day.js';
import { carriedOut } from '../scenario/instruct.js';
import { BANK, REGULATOR } from '../scenario/members.js';
import { SeedContract, seed } from '../scenario/seed-contract.js';

export const ACCOUNT = '880000000001';
export const BANK_ACCOUNT = '0123456789abcdef';
export const COURT = { kind: 'court', name: '上海市浦东新区人民法院' };
export const OTHER_COURT = { kind: 'court', name: '北京市西城区人民法院' };
export const CSRC = { kind: 'csrc', name: '中国证券监督管理委员会' };
export const PBOC = { kind: 'pboc', name: '中国人民银行' };
export const MEMBER = { kind: 'member', name: 'Broker X' };

/** A time of the first day, or of another. */
export const at = (time: string, date = '2026-07-06'): string => `${date}T${time}+08:00`;

/** An open day with one account that has so much money since before. */
export async function channelWith(balanceFen: number, first: FirstDay = {}): Promise<TestChannel> {
  const channel = custodyChannel([
    FreezeContract,
    CorrectionContract,
    TransferContract,
    SeedContract,
    BooksProbe,
  ]);
  await openDay(channel, first);
  await seed(channel, { [ACCOUNT]: { balanceFen: fen(balanceFen), bankAccountRef: BANK_ACCOUNT } });
  return channel;
}

/** What an order of a court says unless a test says otherwise. */
export function courtOrder(own: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    id: 'order-1',
    accountNumber: ACCOUNT,
    reason: 'judicial',
    limitFen: null,
    authority: COURT,
    documentNumber: '（2026）沪0115执1234号',
    officers: ['310115-0042'],
    startsAt: at('10:00:00'),
    endsAt: '2027-07-07T00:00:00+08:00',
    priorityAt: at('09:55:00'),
    initiatedAt: at('10:00:00'),
    ...own,
  };
}

export function temporaryFreeze(own: Readonly<Record<string, unknown>> = {}) {
  return {
    id: 'aml-1',
    accountNumber: ACCOUNT,
    reason: 'forty-eight-hours',
    authority: PBOC,
    documentNumber: '银反洗发〔2026〕7号',
    startsAt: at('10:00:00'),
    initiatedAt: at('10:00:00'),
    ...own,
  };
}

export function restriction(own: Readonly<Record<string, unknown>> = {}) {
  return {
    id: 'restriction-1',
    accountNumber: ACCOUNT,
    reason: 'business-restriction',
    authority: MEMBER,
    documentNumber: 'X-RC-2026-15',
    startsAt: at('10:00:00'),
    endsAt: null,
    blocks: ['withdrawal'],
    initiatedAt: at('10:00:00'),
    ...own,
  };
}

export function transferOf(direction: 'deposit' | 'withdrawal', amountFen: number, initiatedAt: string) {
  return {
    direction,
    accountNumber: ACCOUNT,
    bankAccountRef: BANK_ACCOUNT,
    amountFen,
    channel: 'mobile',
    initiatedAt,
  };
}

export async function deposit(channel: TestChannel, amountFen: number, initiatedAt: string): Promise<void> {
  const line = transferOf('deposit', amountFen, initiatedAt);
  await carriedOut(channel, 'TransferContract:Begin', BANK.system, line);
}

export function orderOf(channel: TestChannel, id: string): Promise<FreezeOrderRow> {
  const call = { function: 'FreezeContract:GetFreeze', request: { id }, caller: REGULATOR.auditor };
  return channel.evaluate<FreezeOrderRow>(call);
}

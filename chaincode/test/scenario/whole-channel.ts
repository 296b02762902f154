import { contracts } from '../../src/index.js';
import type { ContractClass } from '../ledger/contract-set.js';
import { type ChannelOptions, TestChannel } from '../ledger/test-channel.js';
import { BANK_MSP, BROKER_MSP, REGULATOR_MSP } from './members.js';

/** The collections as the consortium defines them: who holds them, and who endorses what is written there. */
export const COLLECTIONS = [
  { name: 'personalData', members: [BANK_MSP, BROKER_MSP, REGULATOR_MSP] },
  { name: 'trading', members: [BROKER_MSP, REGULATOR_MSP], endorsers: [BROKER_MSP] },
  { name: 'bankOwn', members: [BANK_MSP], endorsers: [BANK_MSP] },
  { name: 'brokerOwn', members: [BROKER_MSP], endorsers: [BROKER_MSP] },
] as const;

/** A channel with everything that the launcher starts, and every collection. */
export function wholeChannel(options: Partial<Omit<ChannelOptions, 'contracts'>> = {}): TestChannel {
  return new TestChannel({
    contracts: [...contracts] as readonly ContractClass[],
    endorsers: [BANK_MSP, BROKER_MSP],
    observers: [REGULATOR_MSP],
    collections: COLLECTIONS,
    ...options,
  });
}

import { DayContract } from '../../src/contracts/day/day-contract.js';
import { GovernanceContract } from '../../src/contracts/governance/governance-contract.js';
import type { ContractClass } from '../ledger/contract-set.js';
import { type ChannelOptions, TestChannel } from '../ledger/test-channel.js';
import { BANK_MSP, BROKER_MSP, REGULATOR_MSP } from './members.js';

/**
 * A channel between bank and broker that the regulator observes, with the contracts of governance and the day and
 * those named. Nothing is agreed on it yet; `openDay` brings it to its first business day.
 */
export function custodyChannel(
  contracts: readonly ContractClass[] = [],
  options: Partial<Omit<ChannelOptions, 'contracts'>> = {},
): TestChannel {
  return new TestChannel({
    contracts: [GovernanceContract, DayContract, ...contracts],
    endorsers: [BANK_MSP, BROKER_MSP],
    observers: [REGULATOR_MSP],
    collections: [{ name: 'personalData', members: [BANK_MSP, BROKER_MSP, REGULATOR_MSP] }],
    ...options,
  });
}

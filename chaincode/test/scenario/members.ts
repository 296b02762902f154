import type { Caller } from '../ledger/proposal.js';

export const BANK_MSP = 'BankAMSP';
export const BROKER_MSP = 'BrokerXMSP';
export const REGULATOR_MSP = 'RegulatorMSP';
export const RELATIONSHIP = { bankMspId: BANK_MSP, brokerMspId: BROKER_MSP };

const user = (mspId: string, ...roles: readonly string[]): Caller => ({
  mspId,
  id: roles[0] ?? 'nobody',
  roles,
});

/** Users of the bank, by what they are. */
export const BANK = {
  gateway: user(BANK_MSP, 'gateway'),
  operator: user(BANK_MSP, 'bank-operator'),
  system: user(BANK_MSP, 'bank-system'),
  risk: user(BANK_MSP, 'risk-officer'),
  administrator: user(BANK_MSP, 'administrator'),
} as const satisfies Readonly<Record<string, Caller>>;

/** Users of the broker, by what they are. */
export const BROKER = {
  gateway: user(BROKER_MSP, 'gateway'),
  operator: user(BROKER_MSP, 'broker-operator'),
  trader: user(BROKER_MSP, 'broker-trader'),
  clearing: user(BROKER_MSP, 'broker-clearing'),
  risk: user(BROKER_MSP, 'risk-officer'),
  administrator: user(BROKER_MSP, 'administrator'),
} as const satisfies Readonly<Record<string, Caller>>;

export const REGULATOR = {
  auditor: user(REGULATOR_MSP, 'regulator-auditor'),
  administrator: user(REGULATOR_MSP, 'administrator'),
} as const satisfies Readonly<Record<string, Caller>>;

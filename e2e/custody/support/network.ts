import { connectControl, type LocalNetwork } from '@sanfang/local-network';
import {
  type ChannelDescription,
  type NetworkDescription,
  type OrganisationDescription,
  readNetworkDescription,
} from '@sanfang/network';
import { inject } from 'vitest';
import '../setup/provided.js';

export type MemberId = 'bank-a' | 'bank-b' | 'broker-x' | 'broker-y' | 'regulator';

/** The relationship that the cases are about; bank A and broker X have another one each. */
export const CHANNEL = 'custody-bank-a-broker-x';
export const BANK_MSP = 'BankAMSP';
export const BROKER_MSP = 'BrokerXMSP';
export const BOTH = [BANK_MSP, BROKER_MSP] as const;

export const dataDir = (): string => inject('custody').dataDir;
export const chaincodeFolder = (): string => inject('custody').chaincodeFolder;
export const network = (): NetworkDescription => readNetworkDescription(dataDir());

export function member(id: string): OrganisationDescription {
  const found = network().organisations.find((organisation) => organisation.id === id);
  if (found === undefined)
    throw new Error(`The network has no member ${id}; this needs the default consortium.`);
  return found;
}

export function channelNamed(name: string): ChannelDescription {
  const found = network().channels.find((channel) => channel.name === name);
  if (found === undefined) throw new Error(`The network has no channel ${name}.`);
  return found;
}

/** The running network's controls, for cases that stop and start its parts. */
export function control(): Promise<LocalNetwork> {
  return connectControl(dataDir());
}

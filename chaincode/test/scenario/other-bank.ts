import { AccountContract } from '../../src/contracts/accounts/account-contract.js';
import type { ProposalStateAnswer } from '../../src/model/answers/governance.js';
import type { ParameterSet, ProposedChange } from '../../src/model/requests/governance.js';
import type { Caller } from '../ledger/proposal.js';
import type { TestChannel } from '../ledger/test-channel.js';
import { custodyChannel } from './custody-channel.js';
import { BROKER, BROKER_MSP, REGULATOR_MSP } from './members.js';
import { parameterSet, tradingYear } from './rules.js';

export const OTHER_BANK_MSP = 'BankBMSP';
const user = (role: string): Caller => ({ mspId: OTHER_BANK_MSP, id: role, roles: [role] });

/** Users of a second bank, which keeps clients' money for the same broker on a channel of its own. */
export const OTHER_BANK = {
  gateway: user('gateway'),
  operator: user('bank-operator'),
  administrator: user('administrator'),
} as const satisfies Readonly<Record<string, Caller>>;

/** The broker's channel with the other bank, on a first business day. */
export async function otherBankChannel(
  businessDate: string,
  parameters: Partial<ParameterSet>,
): Promise<TestChannel> {
  const members = [OTHER_BANK_MSP, BROKER_MSP];
  const channel = custodyChannel([AccountContract], {
    name: 'custody-bank-b-broker-x',
    endorsers: members,
    collections: [{ name: 'personalData', members: [...members, REGULATOR_MSP] }],
  });
  const services = [OTHER_BANK.gateway, BROKER.gateway];
  const relationship = { bankMspId: OTHER_BANK_MSP, brokerMspId: BROKER_MSP };
  for (const caller of services) {
    await channel.submit({ function: 'GovernanceContract:AgreeRelationship', request: relationship, caller });
  }
  await agree(channel, 'parameters-1', { kind: 'parameters', parameters: parameterSet(parameters) });
  await agree(channel, 'calendar-2026', { kind: 'calendar', calendar: tradingYear(2026) });
  for (const caller of services) {
    await channel.submit({ function: 'DayContract:SignIn', request: { businessDate }, caller });
  }
  return channel;
}

async function agree(channel: TestChannel, id: string, change: ProposedChange): Promise<void> {
  const { answer } = await channel.submit<ProposalStateAnswer>({
    function: 'GovernanceContract:Propose',
    request: { id, change, reason: 'Agreed between the members' },
    caller: OTHER_BANK.administrator,
  });
  await channel.submit({
    function: 'GovernanceContract:Confirm',
    request: { id, contentHash: answer.contentHash },
    caller: BROKER.administrator,
  });
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { changedText, type Mistake, refusalOf, saidOf } from '../../test/consortium-file.js';

const folder = mkdtempSync(path.join(tmpdir(), 'sanfang-consortium-'));
afterAll(() => rmSync(folder, { recursive: true }));

const mistakes: readonly Mistake[] = [
  {
    name: 'chaincode ports that run past the last port',
    from: 'chaincodeServices: 7060',
    to: 'chaincodeServices: 65530',
    path: 'organisations[0].ports.chaincodeServices',
    message: 'expected 20 ports from here on, but the last would be above 65535',
  },
  {
    name: 'two organisations with one port',
    from: 'peer: 8051',
    to: 'peer: 7051',
    path: 'organisations[1].ports.peer',
    message: 'expected a port of its own, but 7051 is also that of organisations[0] (bank-a)',
  },
  {
    name: 'a port inside the chaincode ports of an organisation',
    from: 'gateway: 8102',
    to: 'gateway: 7079',
    path: 'organisations[0].ports.chaincodeServices',
    message: 'expected a port of its own, but 7079 is also that of organisations[1] (bank-b)',
  },
  {
    name: 'an ordering node with the port of a peer',
    from: 'orderer: 7050',
    to: 'orderer: 9051',
    path: 'ordering.nodes[0].ports.orderer',
    message: 'expected a port of its own, but 9051 is also that of organisations[2] (broker-x)',
  },
  {
    name: 'two organisations with one MSP id',
    from: 'mspId: BankBMSP',
    to: 'mspId: BankAMSP',
    path: 'organisations[1].mspId',
    message: 'expected an MSP id of its own, but BankAMSP is also that of organisations[0] (bank-a)',
  },
  {
    name: 'an ordering organisation with the domain of a member',
    from: 'domain: ordering.sanfang.test',
    to: 'domain: regulator.sanfang.test',
    path: 'ordering.domain',
    message:
      'expected a domain of its own, but regulator.sanfang.test is also that of organisations[4] (regulator)',
  },
  {
    name: 'a relationship with an unknown organisation',
    from: '{ bank: bank-a, broker: broker-y }',
    to: '{ bank: bank-c, broker: broker-y }',
    path: 'relationships[1].bank',
    message: 'expected the id of an organisation with role bank, but no organisation is called bank-c',
  },
  {
    name: 'a relationship with a bank in the place of the broker',
    from: '{ bank: bank-a, broker: broker-y }',
    to: '{ bank: bank-a, broker: bank-b }',
    path: 'relationships[1].broker',
    message: 'expected an organisation with role broker, but bank-b has role bank',
  },
  {
    name: 'a relationship that is there already',
    from: '{ bank: bank-a, broker: broker-y }',
    to: '{ bank: bank-a, broker: broker-x }',
    path: 'relationships[1]',
    message: 'expected a channel of its own, but custody-bank-a-broker-x is also that of relationships[0]',
  },
  {
    name: 'a user that is there already',
    from: '{ name: bank-system, roles: [bank-system] }',
    to: '{ name: bank-operator, roles: [bank-system] }',
    path: 'users.bank.list[2].name',
    message: 'expected a name of its own, but bank-operator is also that of users.bank.list[1]',
  },
  {
    name: 'a user with the name of the administrator',
    from: '{ name: bank-system, roles: [bank-system] }',
    to: '{ name: admin, roles: [bank-system] }',
    path: 'users.bank.list[2].name',
    message: 'expected another name: every organisation has this user',
  },
  {
    name: 'a gateway user that does not exist',
    from: '    gateway: gateway\n',
    to: '    gateway: gatekeeper\n',
    path: 'users.bank.gateway',
    message:
      'expected one of Admin, User1, gateway, bank-operator, bank-system, risk-officer, administrator, but no user of a bank is called gatekeeper',
  },
  {
    name: 'a preferred block size above the absolute one',
    from: 'preferredMax: 2 MB',
    to: 'preferredMax: 11 MB',
    path: 'ordering.batch.preferredMax',
    message: 'expected no more than absoluteMax',
  },
  {
    name: 'a heartbeat slower than an election',
    from: 'heartbeatTick: 1',
    to: 'heartbeatTick: 10',
    path: 'ordering.raft.heartbeatTick',
    message: 'expected less than electionTick',
  },
  {
    name: 'messages smaller than what may be ordered',
    from: 'messageSize: 100 MB',
    to: 'messageSize: 4 MB',
    path: 'limits.messageSize',
    message: 'expected at least ordering.batch.absoluteMax',
  },
  {
    name: 'a policy with an open bracket',
    from: "Admins: AND('{bank}.admin', '{broker}.admin')",
    to: "Admins: AND('{bank}.admin', '{broker}.admin'",
    path: 'channel.policies.application.Admins',
    message: "the policy has something else where ',' or ')' is expected",
  },
  {
    name: 'a policy with a role that Fabric does not have',
    from: "Admins: AND('{bank}.admin', '{broker}.admin')",
    to: "Admins: AND('{bank}.boss', '{broker}.admin')",
    path: 'channel.policies.application.Admins',
    message:
      "the policy has the principal '{bank}.boss' where <mspId>.<member|admin|client|peer|orderer> is expected",
  },
  {
    name: 'a policy with a placeholder that stands for nothing there',
    from: "Admins: OR('{org}.admin')",
    to: "Admins: OR('{bank}.admin')",
    path: 'channel.policies.organisation.Admins',
    message: '{bank} stands for nothing here; expected {org}',
  },
  {
    name: 'a policy with the MSP id of nobody',
    from: "Writers: OR('{bank}.member', '{broker}.member')",
    to: "Writers: OR('BankZMSP.member', '{broker}.member')",
    path: 'channel.policies.application.Writers',
    message: 'the policy names the MSP id BankZMSP, which no organisation has',
  },
  {
    name: 'a policy that counts what is not there',
    from: 'Admins: ALL Admins',
    to: 'Admins: ALL Bosses',
    path: 'channel.policies.channel.Admins',
    message: 'the policy counts policies called Bosses, and channel.policies.orderer has none',
  },
  {
    name: "an organisation's policy that counts what is below it",
    from: "Endorsement: OR('{org}.peer')",
    to: 'Endorsement: ANY Endorsement',
    path: 'channel.policies.organisation.Endorsement',
    message: 'the policy needs to be a signature policy: there is nothing below an organisation to count',
  },
  {
    name: 'an access rule that points to no policy',
    from: 'peer/Propose: /Channel/Application/Readers',
    to: 'peer/Propose: /Channel/Application/Readres',
    path: 'channel.acls.peer/Propose',
    message:
      'expected the path of a policy of the channel such as /Channel/Application/Readers, found /Channel/Application/Readres',
  },
  {
    name: 'a chaincode with the name of a part of Fabric',
    from: '- name: custody\n',
    to: '- name: qscc\n',
    path: 'chaincodes[0].name',
    message: 'expected another name: qscc is a part of Fabric',
  },
  {
    name: 'a collection that is there already',
    from: '- name: brokerOwn',
    to: '- name: bankOwn',
    path: 'chaincodes[0].collections[3].name',
    message: 'expected a name of its own, but bankOwn is also that of chaincodes[0].collections[2]',
  },
  {
    name: 'a collection that asks for more peers than it gives',
    from: 'requiredPeerCount: 0',
    to: 'requiredPeerCount: 3',
    path: 'chaincodes[0].collections[0].requiredPeerCount',
    message: 'expected no more than maxPeerCount',
  },
  {
    name: 'a collection kept by two at once',
    from: "policy: OR('{broker}.member', '{regulator}.member')",
    to: "policy: AND('{broker}.member', '{regulator}.member')",
    path: 'chaincodes[0].collections[1].policy',
    message: 'expected an OR of members, because a collection is kept by each of them',
  },
];

const SECOND_REGULATOR = `
  - id: other
    role: regulator
    mspId: OtherMSP
    domain: other.sanfang.test
    names: { zh: 另一机构, en: Other }
    ports: { peer: 12051, peerChaincode: 12052, peerOperations: 12059, chaincodeServices: 12060, gateway: 8106 }
`;

describe('values that do not fit together are refused', () => {
  test.each(mistakes)('$name', (mistake) => {
    expect(saidOf(folder, mistake)).toStrictEqual([`${mistake.path}: ${mistake.message}`]);
  });

  test.each([
    { name: 'no regulator', from: 'role: regulator', to: 'role: bank', found: 0 },
    { name: 'a second regulator', from: '\nordering:', to: `\n${SECOND_REGULATOR}\nordering:`, found: 2 },
  ])('a consortium with $name is refused', ({ from, to, found }) => {
    expect(refusalOf(folder, changedText([from, to])).message).toContain(
      `: organisations: expected exactly one organisation with role regulator, found ${found}.`,
    );
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DEFAULT_CONSORTIUM_FILE, loadConsortium } from './load.js';
import { ConsortiumError, type Problem, pathText } from './problems.js';

const folder = mkdtempSync(path.join(tmpdir(), 'sanfang-consortium-'));
afterAll(() => rmSync(folder, { recursive: true }));

const original = readFileSync(DEFAULT_CONSORTIUM_FILE, 'utf8');

/** What loading says of the consortium file after `from` in it was made `to`. */
function problemsAfter(
  from: string,
  to: string,
): { file: string; problems: readonly Problem[]; message: string } {
  expect(original, 'the text that the test changes is in the file').toContain(from);
  return problemsOf(original.replace(from, to));
}

function problemsOf(text: string): { file: string; problems: readonly Problem[]; message: string } {
  const file = path.join(folder, 'consortium.yaml');
  writeFileSync(file, text);
  try {
    loadConsortium(file);
  } catch (error) {
    if (error instanceof ConsortiumError) {
      return error;
    }
    throw error;
  }
  throw new Error('The file was taken although it is wrong.');
}

const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

describe('the consortium file of this repository', () => {
  test('describes five members, three relationships and the ordering organisation', () => {
    const consortium = loadConsortium();

    expect(consortium.organisations.map(({ id, role, mspId }) => `${id} ${role} ${mspId}`)).toStrictEqual([
      'bank-a bank BankAMSP',
      'bank-b bank BankBMSP',
      'broker-x broker BrokerXMSP',
      'broker-y broker BrokerYMSP',
      'regulator regulator RegulatorMSP',
    ]);
    expect(consortium.relationships.map(({ channel }) => channel)).toStrictEqual([
      'custody-bank-a-broker-x',
      'custody-bank-a-broker-y',
      'custody-bank-b-broker-x',
    ]);
    expect(consortium.ordering.mspId).toBe('OrdererMSP');
  });

  test('gives sizes in bytes and durations in milliseconds', () => {
    const { batch, raft } = loadConsortium().ordering;

    expect(batch).toStrictEqual({
      timeout: 20,
      maxMessages: 500,
      preferredMax: 2_097_152,
      absoluteMax: 10_485_760,
    });
    expect(raft.snapshotInterval).toBe(16_777_216);
  });
});

const SECOND_REGULATOR = `
  - id: other
    role: regulator
    mspId: OtherMSP
    domain: other.sanfang.test
    names: { zh: 另一机构, en: Other }
    ports: { peer: 12051, peerChaincode: 12052, peerOperations: 12059, chaincodeServices: 12060, gateway: 8106 }
`;

/** Change `from` to `to`, and exactly this is said of exactly this place. */
const mistakes: readonly { name: string; from: string; to: string; path: string; message: string }[] = [
  {
    name: 'a key that is not known',
    from: '    role: bank\n',
    to: '    role: bank\n    colour: red\n',
    path: 'organisations[0].colour',
    message: 'this key is unknown here; take it out',
  },
  {
    name: 'a key that is missing',
    from: '    mspId: BankAMSP\n',
    to: '',
    path: 'organisations[0].mspId',
    message: 'is missing; expected text',
  },
  {
    name: 'a version that does not exist',
    from: 'version: 1',
    to: 'version: 2',
    path: 'version',
    message: 'expected 1, the only version of this file that there is, found 2',
  },
  {
    name: 'an id that cannot be a folder or channel name',
    from: 'id: bank-a\n',
    to: 'id: Bank_A\n',
    path: 'organisations[0].id',
    message:
      'expected small letters, digits and single hyphens, beginning with a letter, such as bank-a, found "Bank_A"',
  },
  {
    name: 'an id too long for a file name',
    from: 'id: bank-a\n',
    to: `id: ${'a'.repeat(41)}\n`,
    path: 'organisations[0].id',
    message: `expected at most 40 characters, found "${'a'.repeat(41)}"`,
  },
  {
    name: 'a role that does not exist',
    from: 'role: broker',
    to: 'role: brokre',
    path: 'organisations[2].role',
    message: 'expected bank or broker or regulator, found "brokre"',
  },
  {
    name: 'a domain that is none',
    from: 'domain: bank-a.sanfang.test',
    to: 'domain: bank-a',
    path: 'organisations[0].domain',
    message: 'expected a domain name in small letters, such as bank-a.sanfang.test, found "bank-a"',
  },
  {
    name: 'a name without its Chinese form',
    from: 'names: { zh: 甲银行, en: Bank A }',
    to: "names: { zh: '', en: Bank A }",
    path: 'organisations[0].names.zh',
    message: 'expected a name in Chinese, found ""',
  },
  {
    name: 'a port below the free range',
    from: 'peer: 7051',
    to: 'peer: 80',
    path: 'organisations[0].ports.peer',
    message: 'expected a port from 1024 to 65535, found 80',
  },
  {
    name: 'a port above the last',
    from: 'gateway: 8101',
    to: 'gateway: 70000',
    path: 'organisations[0].ports.gateway',
    message: 'expected a port from 1024 to 65535, found 70000',
  },
  {
    name: 'a port that is no number',
    from: 'gateway: 8101',
    to: 'gateway: https',
    path: 'organisations[0].ports.gateway',
    message: 'expected a number, found "https"',
  },
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
      'expected one of Admin, User1, gateway, bank-operator, bank-system, risk-officer, but no user of a bank is called gatekeeper',
  },
  {
    name: 'a duration without a unit',
    from: 'timeout: 20ms',
    to: 'timeout: 20',
    path: 'ordering.batch.timeout',
    message: 'expected a duration such as 20ms, found 20',
  },
  {
    name: 'a size with a unit that is none',
    from: 'absoluteMax: 10 MB',
    to: 'absoluteMax: 10 Mb',
    path: 'ordering.batch.absoluteMax',
    message: 'expected a size such as 512 KB or 2 MB, found "10 Mb"',
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
    name: 'folios of no account',
    from: 'folioSize: 64',
    to: 'folioSize: 0',
    path: 'limits.folioSize',
    message: 'expected a whole number from 1, found 0',
  },
  {
    name: 'a capability that is not supported',
    from: 'application: V2_5',
    to: 'application: V9_9',
    path: 'channel.capabilities.application',
    message: 'expected V2_0 or V2_5, found "V9_9"',
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

describe('a mistake in the consortium file is named with line, path and what was expected', () => {
  test.each(mistakes)('$name', ({ from, to, path: expectedPath, message }) => {
    const { file, problems } = problemsAfter(from, to);

    expect(problems.map((problem) => `${pathText(problem.path)}: ${problem.message}`)).toStrictEqual([
      `${expectedPath}: ${message}`,
    ]);
    expect(file).toBe(path.join(folder, 'consortium.yaml'));
    expect(problems[0]?.line).toBeGreaterThan(0);
  });

  test('the line is that of the value', () => {
    const { problems, message, file } = problemsAfter('mspId: BankBMSP', 'mspId: BankAMSP');

    const line = lineOf(original, 'mspId: BankBMSP');
    expect(problems[0]?.line).toBe(line);
    expect(message).toBe(
      `${file}:${line}: organisations[1].mspId: expected an MSP id of its own, but BankAMSP is also that of organisations[0] (bank-a).`,
    );
  });

  test('several mistakes are all named, from the first line to the last', () => {
    const text = original
      .replace('folioSize: 64', 'folioSize: x')
      .replace('peer: 7051', 'peer: y')
      .replace('timeout: 20ms', 'timeout: z');

    expect(problemsOf(text).problems.map((problem) => pathText(problem.path))).toStrictEqual([
      'organisations[0].ports.peer',
      'ordering.batch.timeout',
      'limits.folioSize',
    ]);
  });

  test('a file that is not YAML is named with the line', () => {
    const { message, file } = problemsOf('version: 1\nname: [a\nlimits: b\n');

    expect(message).toMatch(/^.*consortium\.yaml:3: is not YAML: [^\n]+\.$/);
    expect(message.startsWith(file)).toBe(true);
  });

  test('a key that is there twice is refused', () => {
    expect(problemsOf('version: 1\nversion: 1\n').message).toContain(
      ':2: is not YAML: Map keys must be unique.',
    );
  });

  test.each([
    { name: 'no regulator', from: 'role: regulator', to: 'role: bank', found: 0 },
    { name: 'a second regulator', from: '\nordering:', to: `\n${SECOND_REGULATOR}\nordering:`, found: 2 },
  ])('a consortium with $name is refused', ({ from, to, found }) => {
    expect(problemsAfter(from, to).message).toContain(
      `: organisations: expected exactly one organisation with role regulator, found ${found}.`,
    );
  });

  test('an empty file is refused', () => {
    expect(problemsOf('').message).toContain('expected keys with values, found null.');
  });

  test('a file that is not there is named', () => {
    expect(() => loadConsortium(path.join(folder, 'none.yaml'))).toThrow(
      /none\.yaml: the consortium file cannot be read \(ENOENT/,
    );
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { changedText, type Mistake, originalText, refusalOf, saidOf } from '../../test/consortium-file.js';
import { loadConsortium } from './load.js';
import { pathText } from './problems.js';

const folder = mkdtempSync(path.join(tmpdir(), 'sanfang-consortium-'));
afterAll(() => rmSync(folder, { recursive: true }));

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

const mistakes: readonly Mistake[] = [
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
];

describe('a mistake in the consortium file is named with line, path and what was expected', () => {
  test.each(mistakes)('$name', (mistake) => {
    expect(saidOf(folder, mistake)).toStrictEqual([`${mistake.path}: ${mistake.message}`]);
  });

  test('the line is that of the value', () => {
    const { problems, message, file } = refusalOf(
      folder,
      changedText(['mspId: BankBMSP', 'mspId: BankAMSP']),
    );

    const line = lineOf(originalText, 'mspId: BankBMSP');
    expect(problems[0]?.line).toBe(line);
    expect(message).toBe(
      `${file}:${line}: organisations[1].mspId: expected an MSP id of its own, but BankAMSP is also that of organisations[0] (bank-a).`,
    );
  });

  test('several mistakes are all named, from the first line to the last', () => {
    const text = originalText
      .replace('folioSize: 64', 'folioSize: x')
      .replace('peer: 7051', 'peer: y')
      .replace('timeout: 20ms', 'timeout: z');

    expect(refusalOf(folder, text).problems.map((problem) => pathText(problem.path))).toStrictEqual([
      'organisations[0].ports.peer',
      'ordering.batch.timeout',
      'limits.folioSize',
    ]);
  });

  test('a file that is not YAML is named with the line', () => {
    const { message, file } = refusalOf(folder, 'version: 1\nname: [a\nlimits: b\n');

    expect(message).toMatch(/^.*consortium\.yaml:3: is not YAML: [^\n]+\.$/);
    expect(message.startsWith(file)).toBe(true);
  });

  test('a key that is there twice is refused', () => {
    expect(refusalOf(folder, 'version: 1\nversion: 1\n').message).toContain(
      ':2: is not YAML: Map keys must be unique.',
    );
  });

  test('an empty file is refused', () => {
    expect(refusalOf(folder, '').message).toContain('expected keys with values, found null.');
  });

  test('a file that is not there is named', () => {
    expect(() => loadConsortium(path.join(folder, 'none.yaml'))).toThrow(
      /none\.yaml: the consortium file cannot be read \(ENOENT/,
    );
  });
});

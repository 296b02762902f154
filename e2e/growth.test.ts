import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readNetworkDescription } from '@sanfang/network';
import { afterAll, expect, it } from 'vitest';
import { command, temporaryFolder } from './support/command.js';

const { folder, remove } = temporaryFolder('growth');
const data = path.join(folder, 'data');
const file = path.join(folder, 'consortium.yaml');
const written = readFileSync(new URL('../network/consortium.yaml', import.meta.url), 'utf8');

const BANK_C = `  - id: bank-c
    role: bank
    mspId: BankCMSP
    domain: bank-c.sanfang.test
    names: { zh: 丙银行, en: Bank C }
    ports: { peer: 12051, peerChaincode: 12052, peerOperations: 12059, chaincodeServices: 12060, gateway: 8106 }

`;

const start = () =>
  command('start', '--consortium', file, '--data', data, '--ports', 'free', '--exit-when-ready');

afterAll(remove);

it('a bank and its relationship are added by an edit of the consortium file and a start, and what was there stays', async () => {
  writeFileSync(file, written);
  expect((await start()).exitCode).toBe(0);
  const before = readNetworkDescription(data);

  const grown = written
    .replace('  - id: regulator\n', `${BANK_C}  - id: regulator\n`)
    .replace(
      '  - { bank: bank-b, broker: broker-x }\n',
      '  - { bank: bank-b, broker: broker-x }\n  - { bank: bank-c, broker: broker-y }\n',
    );
  writeFileSync(file, grown);
  const { exitCode, stdout, stderr } = await start();

  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('custody-bank-c-broker-y');
  const after = readNetworkDescription(data);
  expect(after.channels.map(({ name }) => name)).toEqual([
    ...before.channels.map(({ name }) => name),
    'custody-bank-c-broker-y',
  ]);
  for (const { genesisBlock, name } of before.channels) {
    const now = after.channels.find((channel) => channel.name === name);
    expect(now?.genesisBlock).toBe(genesisBlock);
  }
});

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command } from './support/command.js';
import { type TemporaryConsortium, temporaryConsortium } from './support/consortium.js';

const DATA = new URL('../business-day/data/', import.meta.url);
/** A whole day is thousands of transactions, and a machine may have little to give. */
const DAY_MS = 300_000;
const CLIENTS_OF_A_PART = 20;
const relationship = 'custody-bank-a-broker-x';

let consortium: TemporaryConsortium;

beforeAll(async () => {
  consortium = await temporaryConsortium('day');
});
afterAll(() => consortium?.end());

const day = (...options: string[]) => command('day', '--data', consortium.dataDir, ...options);
const linesOf = (name: string) => readFileSync(new URL(name, DATA), 'utf8').trim().split('\n');

/** Writes files into the data folder, and answers with the options that name them. */
function filesWith(clients: readonly string[], transfers: readonly string[]): string[] {
  const clientsFile = path.join(consortium.dataDir, 'clients.csv');
  const transfersFile = path.join(consortium.dataDir, 'transfers.csv');
  writeFileSync(clientsFile, clients.join('\n'));
  writeFileSync(transfersFile, transfers.join('\n'));
  return ['--clients', clientsFile, '--transfers', transfersFile];
}

/** The part of the day that concerns its first clients. */
function partOfTheDay(): string[] {
  const clients = linesOf('clients.csv').slice(0, 1 + CLIENTS_OF_A_PART);
  const numbers = new Set(clients.map((line) => line.split(',')[1]));
  const [heading = '', ...transfers] = linesOf('transfers.csv');
  return filesWith(clients, [heading, ...transfers.filter((line) => numbers.has(line.split(',')[2]))]);
}

describe('npm run day', () => {
  it(
    'plays the committed day and finds it as its files ask for',
    async () => {
      const { exitCode, stdout, stderr } = await day('--json');
      expect(exitCode, stderr).toBe(0);
      const report = JSON.parse(stdout);
      expect(report).toMatchObject({ asPlanned: true, differences: [] });
      expect(report.all.actual).toEqual(report.all.expected);
      expect(report.all.actual).toMatchObject({
        clients: 1_000,
        deposits: 3_145,
        withdrawals: 1_811,
        refused: 44,
        closingBalance: '250811327.32',
      });
      expect(stderr).toContain('5000 of 5000 transfers');
    },
    DAY_MS,
  );

  it('doubles nothing when it is played again', async () => {
    const { exitCode, stdout, stderr } = await day(...partOfTheDay());
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(/^all +20 .*✔ as planned$/m);
  });

  it('ends with 1 and names the account where the ledger is not as the files ask for', async () => {
    const bank = consortium.member('bank-a');
    const accountNumber = '6010000001';
    const { body: account } = await bank.get(`/v1/accounts/${accountNumber}?relationship=${relationship}`);
    const { bankAccountRef } = account;
    const deposit = {
      direction: 'deposit',
      accountNumber,
      bankAccountRef,
      amount: '0.01',
      channel: 'counter',
    };
    const { body } = await bank.batch('/v1/transfers', relationship, { idempotencyKey: 'x', ...deposit });
    expect(body.results).toMatchObject([{ outcome: 'done', state: 'posted' }]);
    const { exitCode, stdout, stderr } = await day(...partOfTheDay());
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/custody-bank-a-broker-x .* ✘ differs/);
    expect(stderr).toMatch(/account 6010000001 should have [\d.]+ and has [\d.]+\./);
  });

  it('refuses a wrong file as a whole, naming file, line and column', async () => {
    const transfers = linesOf('transfers.csv').map((line, index) =>
      index === 41 ? line.replace(/,(deposit|withdrawal),/, ',gift,') : line,
    );
    const options = filesWith(linesOf('clients.csv'), transfers);
    const { exitCode, stdout, stderr } = await day(...options);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr.trim()).toBe(`${options[3]}, line 42, column direction: must be deposit or withdrawal.`);
  });

  it('says what to do where no consortium runs', async () => {
    const nowhere = path.join(consortium.dataDir, 'nowhere');
    const { exitCode, stderr } = await command('day', '--data', nowhere);
    expect(exitCode).toBe(2);
    expect(stderr.trim()).toBe(
      `There is no network in ${nowhere}; give the data folder of a consortium that runs (npm start).`,
    );
  });
});

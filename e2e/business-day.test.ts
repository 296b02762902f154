import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command } from './support/command.js';
import { type TemporaryConsortium, temporaryConsortium } from './support/consortium.js';

const DATA = new URL('../business-day/data/', import.meta.url);
const SECONDS_TO_PLAY = 100_000;

let consortium: TemporaryConsortium;

beforeAll(async () => {
  consortium = await temporaryConsortium('day');
});
afterAll(() => consortium?.end());

const day = (...options: string[]) => command('day', '--data', consortium.dataDir, ...options);

describe('npm run day', () => {
  it(
    'plays the committed day and finds it as its files ask for, however often',
    async () => {
      const first = await day('--json');
      expect(first.exitCode, first.stderr).toBe(0);
      const report = JSON.parse(first.stdout);
      expect(report).toMatchObject({ asPlanned: true, differences: [] });
      expect(report.all.actual).toEqual(report.all.expected);
      expect(report.all.actual).toMatchObject({
        clients: 1_000,
        deposits: 3_145,
        withdrawals: 1_811,
        refused: 44,
      });

      const again = await day();
      expect(again.exitCode, again.stderr).toBe(0);
      expect(again.stdout).toMatch(/^all +1,000 .* 250,811,327\.32 {2}✔ as planned$/m);
      expect(again.stderr).toContain('5000 of 5000 transfers');
    },
    SECONDS_TO_PLAY,
  );

  it(
    'ends with 1 and names the account where the ledger is not as the files ask for',
    async () => {
      const account = { relationship: 'custody-bank-a-broker-x', accountNumber: '6010000001' };
      const extra = await consortium
        .member('bank-a')
        .write('/v1/deposits', 'x', { ...account, amount: '0.01' });
      expect(extra.status).toBe(201);
      const { exitCode, stdout, stderr } = await day();
      expect(exitCode).toBe(1);
      expect(stdout).toMatch(/custody-bank-a-broker-x .* ✘ differs/);
      expect(stderr).toMatch(/account 6010000001 should have [\d.]+ and has [\d.]+\./);
    },
    SECONDS_TO_PLAY,
  );

  it('refuses a wrong file as a whole, naming file, line and column', async () => {
    const clients = path.join(consortium.dataDir, 'clients.csv');
    const transfers = path.join(consortium.dataDir, 'transfers.csv');
    writeFileSync(clients, readFileSync(new URL('clients.csv', DATA)));
    const lines = readFileSync(new URL('transfers.csv', DATA), 'utf8').split('\n');
    lines[41] = lines[41]?.replace(/,(deposit|withdrawal),/, ',gift,') ?? '';
    writeFileSync(transfers, lines.join('\n'));
    const { exitCode, stdout, stderr } = await day('--clients', clients, '--transfers', transfers);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr.trim()).toBe(`${transfers}, line 42, column direction: must be deposit or withdrawal.`);
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

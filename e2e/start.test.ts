import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, temporaryFolder } from './support/command.js';

const { folder, remove } = temporaryFolder('start');
const data = path.join(folder, 'data');
const READY = ['--exit-when-ready', '--ports', 'free', '--data', data];

const networkFile = () => path.join(data, 'network.json');
const created = () => JSON.parse(readFileSync(networkFile(), 'utf8')).created as string;

afterAll(remove);

describe('npm start', () => {
  it('brings the consortium up, says where everything is, and stops it', async () => {
    const { exitCode, stdout, stderr } = await command('start', ...READY);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Ready in \d+\.\d s$/m);
    for (const member of ['bank-a', 'bank-b', 'broker-x', 'broker-y', 'regulator'])
      expect(stdout).toContain(member);
    expect(stdout).toContain('This is the embedded profile');
    expect(stdout).toContain('npm start -- --profile native');
    expect(stdout.trimEnd().endsWith('Stopped.')).toBe(true);
  });

  it('continues with the same data', async () => {
    const before = created();
    const { exitCode } = await command('start', ...READY);
    expect(exitCode).toBe(0);
    expect(created()).toBe(before);
  });

  it('begins anew with --reset', async () => {
    const before = created();
    const { exitCode } = await command('start', ...READY, '--reset');
    expect(exitCode).toBe(0);
    expect(created()).not.toBe(before);
  });

  it('refuses a data folder of another layout version, and says what to do', async () => {
    const whole = readFileSync(networkFile(), 'utf8');
    writeFileSync(networkFile(), JSON.stringify({ ...JSON.parse(whole), layoutVersion: 99 }));
    const { exitCode, stderr } = await command('start', ...READY);
    writeFileSync(networkFile(), whole);
    expect(exitCode).toBe(1);
    expect(oneSentence(stderr)).toMatch(/99.*--reset/);
  });

  it('refuses an option that it does not know with exit code 2', async () => {
    const { exitCode, stderr } = await command('start', '--profle', 'native');
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Unknown option '--profle'");
    expect(stderr).toContain('npm start -- [options]');
  });

  it('refuses the native profile by name of the missing program', async () => {
    const none = path.join(folder, 'none');
    const { exitCode, stderr } = await command('start', '--profile', 'native', '--data', none, {
      FABRIC_BIN: folder,
    });
    expect(exitCode).toBe(1);
    expect(oneSentence(stderr)).toMatch(/peer.* not found in FABRIC_BIN/);
  });
});

describe('npm start with a broken consortium file', () => {
  it('names the file, the place in it and what was expected, and makes nothing', async () => {
    const whole = readFileSync(new URL('../network/consortium.yaml', import.meta.url), 'utf8');
    const broken = path.join(folder, 'broken.yaml');
    writeFileSync(broken, whole.replace('mspId: BankBMSP', 'mspId: BankAMSP'));
    const fresh = path.join(folder, 'fresh');
    const { exitCode, stderr } = await command(
      'start',
      '--consortium',
      broken,
      '--data',
      fresh,
      '--exit-when-ready',
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain('broken.yaml');
    expect(stderr).toContain('organisations[1].mspId');
    expect(stderr).not.toContain('    at ');
    expect(() => readFileSync(path.join(fresh, 'network.json'))).toThrow('ENOENT');
  });
});

describe('npm start with a port that is taken', () => {
  let squatter: Server;
  let port: number;

  beforeAll(async () => {
    squatter = createServer();
    await new Promise<void>((listening) => squatter.listen(0, '127.0.0.1', listening));
    const address = squatter.address();
    if (address === null || typeof address === 'string') throw new Error('The squatter has no port.');
    port = address.port;
  });

  afterAll(() => squatter.close());

  it('names the port and who wanted it', async () => {
    const whole = readFileSync(new URL('../network/consortium.yaml', import.meta.url), 'utf8');
    const file = path.join(folder, 'taken.yaml');
    writeFileSync(file, whole.replace('peer: 8051', `peer: ${port}`));
    const { exitCode, stderr } = await command(
      'start',
      ...['--consortium', file, '--data', path.join(folder, 'taken'), '--exit-when-ready'],
    );
    expect(exitCode).toBe(1);
    expect(oneSentence(stderr)).toMatch(new RegExp(`${port}.*bank-b`));
  });
});

/** The text, asserted to be one line without a stack. */
function oneSentence(stderr: string): string {
  const lines = stderr.trimEnd().split('\n');
  expect(lines).toHaveLength(1);
  return lines[0] ?? '';
}

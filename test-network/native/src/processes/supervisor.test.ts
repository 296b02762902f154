import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endLeftovers } from './pid-file.js';
import { startOfProcess } from './process-identity.js';
import { SupervisedProcess } from './supervised-process.js';
import { Supervisor } from './supervisor.js';

describe('supervision of processes', () => {
  let dir: string;
  let crashes: { name: string; report: string }[];
  let crashed: Promise<void>;
  let supervisor: Supervisor;

  const definition = (name: string, script: string) => ({
    name,
    title: `peer of ${name}`,
    command: process.execPath,
    args: ['-e', script],
    env: {},
    cwd: dir,
    logFile: path.join(dir, `${name}.log`),
    runDir: dir,
  });
  const FOR_EVER = 'setInterval(() => {}, 1000)';
  const STUBBORN = `process.on('SIGTERM', () => console.log('no')); console.log('up'); ${FOR_EVER}`;
  const atOnce = async () => undefined;
  const said = (name: string, text: string) => async () => {
    await expect.poll(() => readFile(path.join(dir, `${name}.log`), 'utf8')).toContain(text);
  };

  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'sanfang-supervisor-'));
    crashes = [];
    crashed = new Promise((resolve) => {
      supervisor = new Supervisor({
        onCrash: (crash) => {
          crashes.push(crash);
          resolve();
        },
      });
    });
  });
  afterEach(async () => {
    await supervisor.killAll();
    await rm(dir, { recursive: true, force: true });
  });

  it('reports a crash by name, with exit code, log and what the log says first of the trouble', async () => {
    const script = `console.log('fine'); console.log('panic: disk on fire'); console.log('  a stack'); process.exit(7)`;
    await supervisor.start(definition('bank-a', script), atOnce);

    await crashed;

    expect(crashes).toHaveLength(1);
    expect(crashes[0]?.name).toBe('bank-a');
    expect(crashes[0]?.report).toBe(
      `The peer of bank-a ended with exit code 7; its log is ${path.join(dir, 'bank-a.log')}. It says:\n  panic: disk on fire\n    a stack`,
    );
    expect(supervisor.status()).toMatchObject([{ name: 'bank-a', state: 'crashed' }]);
  });

  it('tells a start that fails of the process itself, and reports no crash besides', async () => {
    const never = () => new Promise<void>(() => undefined);

    const started = supervisor.start(
      definition('bank-a', `console.log('no such key'); process.exit(3)`),
      never,
    );

    await expect(started).rejects.toThrow(/peer of bank-a ended with exit code 3.*no such key/s);
    expect(crashes).toEqual([]);
  });

  it('ends a process whose start was given up', async () => {
    const impatient = () => Promise.reject(new Error('too slow'));

    await expect(supervisor.start(definition('bank-a', FOR_EVER), impatient)).rejects.toThrow('too slow');

    expect(supervisor.status()).toMatchObject([{ state: 'stopped' }]);
  });

  it('lets a process finish when it is stopped, and can start it again', async () => {
    const polite = `process.on('SIGTERM', () => { console.log('bye'); process.exit(0) }); console.log('up'); ${FOR_EVER}`;
    await supervisor.start(definition('bank-a', polite), said('bank-a', 'up'));

    await supervisor.stop('bank-a');

    expect(await readFile(path.join(dir, 'bank-a.log'), 'utf8')).toContain('bye');
    expect(supervisor.status()).toMatchObject([{ state: 'stopped' }]);
    await supervisor.start(definition('bank-a', polite), atOnce);
    expect(supervisor.status()).toMatchObject([{ state: 'running' }]);
    expect(crashes).toEqual([]);
  });

  it('kills a process that takes no notice of being asked', async () => {
    const stubborn = await SupervisedProcess.start(definition('bank-a', STUBBORN));
    await said('bank-a', 'up')();

    await stubborn.end('SIGTERM', 50);

    expect(await stubborn.exited).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('ends what the process has started itself along with it', async () => {
    const parent = `const c = require('child_process').spawn(process.execPath, ['-e', '${FOR_EVER}']); console.log('child ' + c.pid + '.'); ${FOR_EVER}`;
    await supervisor.start(definition('bank-a', parent), said('bank-a', '.'));
    const child = Number(/child (\d+)/.exec(await readFile(path.join(dir, 'bank-a.log'), 'utf8'))?.[1]);
    expect(await startOfProcess(child)).toBeDefined();

    await supervisor.kill('bank-a');

    await expect.poll(() => startOfProcess(child)).toBeUndefined();
  });

  it('ends what a killed owner left running, known by pid and start, and nobody else', async () => {
    const leftover = await SupervisedProcess.start(definition('bank-a', FOR_EVER));
    await writeFile(
      path.join(dir, 'stranger.pid'),
      JSON.stringify({ pid: process.pid, started: 'another time' }),
    );

    expect(await endLeftovers(dir)).toEqual(['bank-a']);

    expect(await leftover.exited).toEqual({ code: null, signal: 'SIGTERM' });
    expect((await readdir(dir)).filter((file) => file.endsWith('.pid'))).toEqual([]);
  });
});

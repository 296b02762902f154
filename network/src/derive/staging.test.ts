import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Staging } from './staging.js';

const folder = mkdtempSync(path.join(tmpdir(), 'sanfang-staging-'));
afterAll(() => rmSync(folder, { recursive: true }));
const newDataDir = () => path.join(mkdtempSync(path.join(folder, 'data-')), 'data');

test('nothing is in its place before everything is written', async () => {
  const dataDir = newDataDir();
  const staging = await Staging.open(dataDir);
  const file = path.join(dataDir, 'channels', 'one.block');
  staging.place(file);
  await staging.write(file, 'one');

  expect(existsSync(file)).toBe(false);
  expect(readFileSync(staging.readable(file), 'utf8')).toBe('one');

  await staging.commit();
  expect(readFileSync(file, 'utf8')).toBe('one');
  expect(readdirSync(dataDir)).toStrictEqual(['channels']);
});

test('what was put into place is taken back when a later thing cannot be', async () => {
  const dataDir = newDataDir();
  mkdirSync(dataDir);
  const inTheWay = path.join(dataDir, 'network.json');
  mkdirSync(inTheWay);
  writeFileSync(path.join(inTheWay, 'mine'), '');
  const staging = await Staging.open(dataDir);
  for (const file of [path.join(dataDir, 'organizations', 'one'), inTheWay]) {
    staging.place(file);
    await staging.write(file, 'new');
  }

  await expect(staging.commit()).rejects.toThrow();
  await staging.abandon();

  expect(readdirSync(dataDir)).toStrictEqual(['network.json']);
  expect(readdirSync(inTheWay)).toStrictEqual(['mine']);
});

test('a file outside the data folder is refused', async () => {
  const dataDir = newDataDir();
  const staging = await Staging.open(dataDir);

  expect(() => staging.place(path.join(dataDir, '..', 'other'))).toThrow('is not inside the data folder');
  await staging.abandon();
  expect(existsSync(dataDir)).toBe(false);
});

import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { newDataDir } from '../../test/data-folder.js';
import type { Consortium } from '../consortium/consortium.js';
import { loadConsortium } from '../consortium/load.js';
import { DataFolderError } from '../layout/data-folder-error.js';
import { deriveNetwork } from './derive.js';

/** Making keys for a whole consortium takes a moment, and long on a busy machine. */
const HOOK_LIMIT_MS = 60_000;

const folder = mkdtempSync(path.join(tmpdir(), 'sanfang-derive-'));
afterAll(() => rmSync(folder, { recursive: true }), HOOK_LIMIT_MS);

/** No users of its own, because making keys takes time. */
const noUsers = { gateway: 'Admin', list: [] };
const consortium: Consortium = {
  ...loadConsortium(),
  users: { bank: noUsers, broker: noUsers, regulator: noUsers },
};

describe('a failure leaves nothing half made', () => {
  /** No file system takes the last file that is written of this one: a user's name makes it too long. */
  const unwritable: Consortium = {
    ...consortium,
    users: {
      ...consortium.users,
      regulator: { gateway: 'Admin', list: [{ name: 'a'.repeat(300), roles: [], attributes: {} }] },
    },
  };

  test('a data folder that did not exist is gone again', async () => {
    const dataDir = newDataDir(folder);

    await expect(deriveNetwork({ consortium: unwritable, dataDir, profile: 'test' })).rejects.toThrow(
      'ENAMETOOLONG',
    );

    expect(existsSync(dataDir)).toBe(false);
  });

  test('a data folder with other things in it is left as it was', async () => {
    const dataDir = newDataDir(folder);
    mkdirSync(path.join(dataDir, 'logs'), { recursive: true });

    await expect(deriveNetwork({ consortium: unwritable, dataDir, profile: 'test' })).rejects.toThrow(
      'ENAMETOOLONG',
    );

    expect(readdirSync(dataDir)).toStrictEqual(['logs']);
  });

  test('what is in its place already is taken back when the rest cannot follow', async () => {
    const dataDir = newDataDir(folder);
    mkdirSync(dataDir);
    // The link leads nowhere, so the blocks cannot be moved to it; the organisations are moved before.
    symlinkSync(path.join(dataDir, 'nowhere', 'at-all'), path.join(dataDir, 'channels'));

    await expect(deriveNetwork({ consortium, dataDir, profile: 'test' })).rejects.toThrow();

    expect(readdirSync(dataDir)).toStrictEqual(['channels']);
  });

  test('a data folder inside a file is refused in one sentence', async () => {
    const file = path.join(mkdtempSync(path.join(folder, 'file-')), 'file');
    writeFileSync(file, '');
    const dataDir = path.join(file, 'data');

    await expect(deriveNetwork({ consortium, dataDir, profile: 'test' })).rejects.toThrow(
      new DataFolderError(
        `The data folder ${dataDir} cannot be written: a part of its path is a file; name another folder with --data.`,
      ),
    );
  });

  test('a folder with keys of unknown origin is not written into', async () => {
    const dataDir = newDataDir(folder);
    mkdirSync(path.join(dataDir, 'organizations'), { recursive: true });

    await expect(deriveNetwork({ consortium, dataDir, profile: 'test' })).rejects.toThrow(
      `The folder ${dataDir} has organizations in it but no network.json, so it is not known what they belong to; start with --reset`,
    );
  });

  test('what a killed run left behind is cleared away', async () => {
    const dataDir = newDataDir(folder);
    mkdirSync(path.join(dataDir, '.deriving-0123456789ab', 'organizations'), { recursive: true });

    await deriveNetwork({ consortium, dataDir, profile: 'test' });

    expect(readdirSync(dataDir).toSorted()).toStrictEqual(['channels', 'network.json', 'organizations']);
  });
});

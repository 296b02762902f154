import { access, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataFolderLock } from './data-folder-lock.js';

describe('the right to a data folder', () => {
  let root: string;
  let dataDir: string;
  const lockFile = () => path.join(dataDir, 'run', 'owner.lock');

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'sanfang-lock-'));
    dataDir = path.join(root, 'data');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('belongs to one at a time, who is named to others', async () => {
    const lock = await DataFolderLock.take(dataDir);

    await expect(DataFolderLock.take(dataDir)).rejects.toThrow(`process ${process.pid}`);

    await lock.release();
    await (await DataFolderLock.take(dataDir)).release();
  });

  it.each([
    ['whose process is gone', JSON.stringify({ pid: 2 ** 22 + 1, started: '1' })],
    ['whose pid another process has now', JSON.stringify({ pid: process.pid, started: 'long ago' })],
    ['that was torn by a crash', '{"pid":'],
  ])('is taken from an owner %s', async (_, content) => {
    await mkdir(path.dirname(lockFile()), { recursive: true });
    await writeFile(lockFile(), content);

    const lock = await DataFolderLock.take(dataDir);

    expect((await stat(path.dirname(lockFile()))).isDirectory()).toBe(true);
    await lock.release();
  });

  it('leaves no folder behind in which nothing was made', async () => {
    await (await DataFolderLock.take(dataDir)).release();

    await expect(access(dataDir)).rejects.toThrow('ENOENT');
  });

  it('leaves a folder in place in which something was made', async () => {
    const lock = await DataFolderLock.take(dataDir);
    await writeFile(path.join(dataDir, 'network.json'), '{}');

    await lock.release();

    await expect(access(path.join(dataDir, 'network.json'))).resolves.toBeUndefined();
  });
});

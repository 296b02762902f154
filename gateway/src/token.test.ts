import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadOrCreateToken } from './token.js';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sanfang-token-'));
  file = join(folder, 'gateway', 'token');
});
afterEach(() => rm(folder, { recursive: true }));

describe('the token of a gateway', () => {
  it('is made at the first start, for its owner’s eyes only, and stays', async () => {
    const token = await loadOrCreateToken(file);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await loadOrCreateToken(file)).toBe(token);
  });

  it('is one where two start at once', async () => {
    const [one, other] = await Promise.all([loadOrCreateToken(file), loadOrCreateToken(file)]);
    expect(await loadOrCreateToken(file)).toSatisfy((token) => token === one || token === other);
  });

  it('is refused where others can read it, or where there is none in the file', async () => {
    await loadOrCreateToken(file);
    await chmod(file, 0o644);
    await expect(loadOrCreateToken(file)).rejects.toThrow(`chmod 600 ${file}`);
    await writeFile(file, '\n');
    await chmod(file, 0o600);
    await expect(loadOrCreateToken(file)).rejects.toThrow('holds no token');
  });
});

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const TOKEN_BYTES = 32;

/**
 * The bearer token in a file that only its owner can read (mode 0600). Where there is no file, one is made with a
 * new random token. Throws where others can read it.
 */
export async function loadOrCreateToken(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  const created = randomBytes(TOKEN_BYTES).toString('base64url');
  try {
    // Exclusive, so that two processes that start at once agree on the first one's token.
    await writeFile(file, `${created}\n`, { mode: 0o600, flag: 'wx' });
    return created;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const { mode } = await stat(file);
  if ((mode & 0o077) !== 0) {
    throw new Error(`The token file ${file} can be read by others; make it yours alone: chmod 600 ${file}`);
  }
  const token = (await readFile(file, 'utf8')).trim();
  if (token.length < TOKEN_BYTES) {
    throw new Error(
      `The token file ${file} holds no token; delete it, and a new one is made at the next start.`,
    );
  }
  return token;
}

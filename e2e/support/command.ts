import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one of the repository's commands as a user does, to its end; the last argument may be environment variables. */
export async function command(
  script: string,
  ...given: readonly (string | Readonly<Record<string, string>>)[]
): Promise<Ended> {
  const args = given.filter((argument) => typeof argument === 'string');
  const env = Object.assign({}, process.env, ...given.filter((argument) => typeof argument !== 'string'));
  const child = spawn(process.execPath, [path.join('scripts', `${script}.mjs`), ...args], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, stdout, stderr };
}

/** A data folder that is removed with its owner. */
export function temporaryFolder(name: string): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), `sanfang-e2e-${name}-`));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

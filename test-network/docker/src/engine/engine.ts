import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ANSWER_LIMIT_MS = 10_000;

export type DockerSearch =
  | { readonly found: true; readonly version: string }
  | { readonly found: false; readonly message: string };

/** Whether a Docker engine answers here, with Compose. Not finding one is an answer, not an error. */
export async function findDockerEngine(env: NodeJS.ProcessEnv = process.env): Promise<DockerSearch> {
  const ask = async (...args: readonly string[]) =>
    (await run('docker', [...args], { env, timeout: ANSWER_LIMIT_MS })).stdout.trim();
  try {
    const version = await ask('version', '--format', '{{.Server.Version}}');
    await ask('compose', 'version');
    return { found: true, version };
  } catch (error) {
    return { found: false, message: `No Docker engine with Compose answers here (${reason(error)}).` };
  }
}

function reason(error: unknown): string {
  const failure = error as NodeJS.ErrnoException & { readonly stderr?: string };
  return failure.code === 'ENOENT'
    ? 'the docker command is not installed'
    : (failure.stderr?.trim().split('\n')[0] ?? failure.message);
}

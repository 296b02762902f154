import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findFabricBinaries } from '@sanfang/local-network';

const run = promisify(execFile);
const DOCKER_ANSWER_MS = 3_000;

async function dockerEngine(): Promise<string> {
  try {
    const { stdout } = await run('docker', ['version', '--format', '{{.Server.Version}}'], {
      timeout: DOCKER_ANSWER_MS,
    });
    return `a Docker engine ${stdout.trim()} answers`;
  } catch {
    // No client, no engine and no answer in time all mean the same to the reader: this profile is not to be had now.
    return 'no Docker engine answers here';
  }
}

/** What the other profiles are, how to choose them, and whether this machine could run them now. */
export async function profilesFound(): Promise<string> {
  const [search, docker] = await Promise.all([findFabricBinaries({ env: process.env }), dockerEngine()]);
  const native = search.found ? `Fabric ${search.binaries.version} was found` : search.message;
  return [
    'This is the embedded profile: Fabric’s protocols in one Node.js process, for development and tests only.',
    `On real Fabric:  npm start -- --profile native   (${native})`,
    `In containers:   npm start -- --profile docker   (${docker})`,
  ].join('\n  ');
}

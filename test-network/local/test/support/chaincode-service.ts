import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';

/** A chaincode service that somebody else runs, in plaintext: `deploy` is only told its address. */
export function startService(
  folder: string,
  options: { readonly port: number; readonly packageId: string },
): { stop(): Promise<void> } {
  const shim = createRequire(path.join(folder, 'package.json')).resolve('fabric-shim/package.json');
  const child = spawn(
    process.execPath,
    [
      path.join(path.dirname(shim), 'cli.js'),
      'server',
      '--chaincode-address',
      `127.0.0.1:${options.port}`,
      '--chaincode-id',
      options.packageId,
    ],
    { cwd: folder, env: { PATH: process.env.PATH }, stdio: 'ignore' },
  );
  return {
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

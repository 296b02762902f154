import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { FIXTURE_FOLDER } from './chaincode-package.js';

/** The fixture chaincode as a service in a process of its own, started and ended by a test. */
export class ChaincodeService {
  readonly #port: number;
  #child: ChildProcess | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  /** Resolves when the service takes connections. */
  async start(packageId: string, tlsOptions: readonly string[] = []): Promise<void> {
    const cli = createRequire(import.meta.url).resolve('fabric-shim/cli.js');
    const address = `127.0.0.1:${this.#port}`;
    this.#child = spawn(
      process.execPath,
      [cli, 'server', '--chaincode-address', address, '--chaincode-id', packageId, ...tlsOptions],
      { cwd: FIXTURE_FOLDER, stdio: 'ignore' },
    );
    for (let answered = false; !answered; ) {
      answered = await answers(this.#port);
    }
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') {
    throw new Error('no port was given');
  }
  return address.port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    // A refused attempt takes no time: the next one waits a moment.
    socket.once('error', () => setTimeout(resolve, 20, false));
  });
}

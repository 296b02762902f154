import { createServer } from 'node:net';
import { OperatorError } from '../operator-error.js';

/** @throws OperatorError naming the port and its purpose if another process listens on it. */
export async function assertPortFree(port: number, purpose: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new OperatorError(
              `Port ${port} (${purpose}) is in use by another process: end that process, or choose another port in the consortium file.`,
            )
          : new OperatorError(`Port ${port} (${purpose}) cannot be listened on: ${error.message}.`),
      );
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve());
  });
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

/** A port of the loopback interface that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => resolve());
  });
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') {
    throw new Error('A listening TCP server has no port number.');
  }
  return address.port;
}

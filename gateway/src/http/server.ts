import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';

export interface ServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** PEM files. */
  readonly tls: { readonly cert: string; readonly key: string };
}

const HEADERS_MS = 10_000;
const REQUEST_MS = 60_000;
const CONNECTIONS = 1_000;

/** Serves over HTTPS only; throws with a sentence where the port is taken. */
export async function serve(app: Express, { host, port, tls }: ServerOptions): Promise<Server> {
  const [cert, key] = await Promise.all([readFile(tls.cert), readFile(tls.key)]);
  const server = createServer({ cert, key, minVersion: 'TLSv1.2' }, app);
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  server.maxConnections = CONNECTIONS;
  await new Promise<void>((listening, failed) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const taken = `Port ${port} at ${host} is taken; stop what listens there or choose another port for this gateway.`;
      failed(cause.code === 'EADDRINUSE' ? new Error(taken, { cause }) : cause);
    });
    server.listen(port, host, listening);
  });
  return server;
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Takes no more connections, lets running requests end for at most `graceMs`, then cuts them off. */
export async function close(server: Server, graceMs: number): Promise<void> {
  const cutOff = setTimeout(() => server.closeAllConnections(), graceMs);
  try {
    await new Promise<void>((closed, failed) => {
      server.close((error) => (error === undefined ? closed() : failed(error)));
      server.closeIdleConnections();
    });
  } finally {
    clearTimeout(cutOff);
  }
}

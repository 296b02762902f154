import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assertPortsFree, type NetworkPort, PortInUseError } from './ports-in-use.js';

let server: Server;
let port: number;

beforeEach(async () => {
  server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterEach(() => {
  server.close();
});

const wanted = (what: string): NetworkPort => ({
  port,
  host: '127.0.0.1',
  use: 'peer',
  owner: 'bank-a',
  what,
});

test('a port that is in use is named, with what wanted it and the remedy', async () => {
  await expect(assertPortsFree([wanted('the peer of bank-a')])).rejects.toThrow(
    `Port ${port} for the peer of bank-a is in use; end the program that holds it (lsof -i :${port} names it), or change the port in the consortium file and start with --reset.`,
  );
});

test('several ports in use are one sentence', async () => {
  const failure = assertPortsFree([wanted('the peer of bank-a'), wanted('the gateway of bank-a')]);

  await expect(failure).rejects.toThrow(PortInUseError);
  await expect(failure).rejects.toThrow(
    `Ports ${port} for the peer of bank-a, ${port} for the gateway of bank-a are in use`,
  );
});

test('a port that is free is none of its business', async () => {
  await new Promise((resolve) => {
    server.close(resolve);
  });
  await expect(assertPortsFree([wanted('the peer of bank-a')])).resolves.toBeUndefined();
});

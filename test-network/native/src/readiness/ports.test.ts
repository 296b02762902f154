import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { assertPortFree, freePort } from './ports.js';

describe('ports', () => {
  let server: Server | undefined;
  afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));

  it('names a busy port, what it was for, and the remedy', async () => {
    const port = await freePort();
    await assertPortFree(port, 'peer of bank-a');
    server = createServer();
    await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));

    await expect(assertPortFree(port, 'peer of bank-a')).rejects.toThrow(
      `Port ${port} (peer of bank-a) is in use by another process: end that process, or choose another port in the consortium file.`,
    );
  });
});

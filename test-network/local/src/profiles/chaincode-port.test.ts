import { createServer } from 'node:net';
import { freePort } from '@sanfang/native-fabric';
import { describe, expect, it } from 'vitest';
import { choosePort } from './chaincode-port.js';

const none = () => Promise.resolve(0);

describe('the port of a chaincode service', () => {
  it('stays what it was the last time', async () => {
    const [before, other] = [await freePort(), await freePort()];

    expect(await choosePort({ preferred: before, candidates: [other], otherwise: none })).toBe(before);
  });

  it('is the next free candidate when somebody else has taken it', async () => {
    const server = createServer();
    const taken = await freePort();
    const next = await freePort();
    await new Promise<void>((resolve) => server.listen(taken, '127.0.0.1', resolve));

    expect(await choosePort({ preferred: taken, candidates: [taken, next], otherwise: none })).toBe(next);
    await new Promise((resolve) => server.close(resolve));
  });

  it('is what the last resort gives when there are no candidates', async () => {
    expect(await choosePort({ preferred: undefined, candidates: [], otherwise: async () => 4711 })).toBe(
      4711,
    );
  });
});

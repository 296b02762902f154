import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@sanfang/native-fabric';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectControl, type LocalNetwork, type ProfileName, up } from '../src/index.js';
import { startService } from './support/chaincode-service.js';
import { clientOf, type TestClient } from './support/client.js';

const CHAINCODE = fileURLToPath(new URL('support/basic-chaincode', import.meta.url));
const CHANNEL = 'custody-bank-a-broker-x';
const START_LIMIT_MS = 120_000;

/** What `up` and the network it answers must do, on whichever profile. */
export function networkSuite(profile: ProfileName): void {
  describe(`a local network, profile ${profile}`, () => {
    let dataDir: string;
    let network: LocalNetwork;
    let bank: TestClient;
    const bringUp = () => up({ profile, dataDir, ports: 'free' });

    beforeAll(async () => {
      dataDir = await mkdtemp(path.join(tmpdir(), 'sanfang-local-'));
      network = await bringUp();
      bank = await clientOf(network.description, 'bank-a');
    }, START_LIMIT_MS);

    afterAll(async () => {
      bank.close();
      await network.stop();
      await rm(dataDir, { recursive: true, force: true });
    });

    it(
      'deploys a chaincode on all channels, and applications can call it at once',
      async () => {
        const result = await network.deploy({ name: 'basic', chaincode: CHAINCODE });

        expect(result.channels).toEqual(
          network.description.channels.map(({ name }) => ({ channel: name, sequence: 1, changed: true })),
        );
        const contract = bank.contract(CHANNEL, 'basic');
        await contract.submitTransaction('put', 'a', '1');
        expect(Buffer.from(await contract.evaluateTransaction('get', 'a')).toString()).toBe('1');
      },
      START_LIMIT_MS,
    );

    it(
      'finds nothing to do for a definition that the channel has agreed on already',
      async () => {
        const result = await network.deploy({ name: 'basic', chaincode: CHAINCODE, channels: [CHANNEL] });

        expect(result.channels).toEqual([{ channel: CHANNEL, sequence: 1, changed: false }]);
      },
      START_LIMIT_MS,
    );

    it(
      'raises the sequence for a changed definition, with collections from a file',
      async () => {
        const collectionsFile = path.join(dataDir, 'collections.json');
        await writeFile(
          collectionsFile,
          JSON.stringify([{ name: 'own', policy: "OR('{bank}.member')", maxPeerCount: 0 }]),
        );

        const result = await network.deploy({
          name: 'basic',
          chaincode: CHAINCODE,
          channels: [CHANNEL],
          policy: "OR('{bank}.peer','{broker}.peer')",
          collectionsFile,
        });

        expect(result.channels).toEqual([{ channel: CHANNEL, sequence: 2, changed: true }]);
        await bank.contract(CHANNEL, 'basic').submitTransaction('putPrivate', 'own', 'a', '1');
      },
      START_LIMIT_MS,
    );

    it('refuses a sequence that is not the next, and says which is', async () => {
      const asked = network.deploy({
        name: 'basic',
        chaincode: CHAINCODE,
        channels: [CHANNEL],
        version: '2.0',
        sequence: 9,
      });

      await expect(asked).rejects.toThrow(/sequence 9 .* the next sequence is 3/);
    });

    it('refuses a policy that names somebody outside the channel', async () => {
      const asked = network.deploy({ name: 'basic', chaincode: CHAINCODE, policy: "OR('BankBMSP.peer')" });

      await expect(asked).rejects.toThrow(/BankBMSP, not a member of channel custody-bank-a-broker-x/);
    });

    it(
      'goes on without a member that is down, and with it when it is back',
      async () => {
        await network.killNode('broker-x');
        const contract = bank.contract(CHANNEL, 'basic');
        await contract.submitTransaction('put', 'a', '2');

        await network.startNode('broker-x');

        const broker = await clientOf(network.description, 'broker-x');
        const seen = async () =>
          Buffer.from(await broker.contract(CHANNEL, 'basic').evaluateTransaction('get', 'a')).toString();
        await expect.poll(seen, { timeout: 20_000 }).toBe('2');
        broker.close();
      },
      START_LIMIT_MS,
    );

    it(
      "cannot endorse at a peer whose organisation's chaincode is stopped, and can when it is started",
      async () => {
        const contract = bank.contract('custody-bank-a-broker-y', 'basic');
        await network.stopChaincode('basic', 'BrokerYMSP');
        await expect(contract.submitTransaction('put', 'b', '1')).rejects.toThrow();

        await network.startChaincode('basic', 'BrokerYMSP');

        const submitted = async () => {
          await contract.submitTransaction('put', 'b', '2');
          return Buffer.from(await contract.evaluateTransaction('get', 'b')).toString();
        };
        await expect.poll(submitted, { timeout: 20_000 }).toBe('2');
      },
      START_LIMIT_MS,
    );

    it(
      'takes chaincode at an address, run by somebody else',
      async () => {
        const port = await freePort();
        const { packages } = await network.deploy({
          name: 'elsewhere',
          address: `localhost:${port}`,
          channels: [CHANNEL],
        });
        expect(new Set(packages.map(({ packageId }) => packageId)).size).toBe(1);
        const service = startService(CHAINCODE, { port, packageId: packages[0]?.packageId ?? '' });

        const contract = bank.contract(CHANNEL, 'elsewhere');
        const submitted = async () => {
          await contract.submitTransaction('put', 'c', '1');
          return Buffer.from(await contract.evaluateTransaction('get', 'c')).toString();
        };
        await expect.poll(submitted, { timeout: 30_000 }).toBe('1');
        await service.stop();
      },
      START_LIMIT_MS,
    );

    it(
      'is controlled from another process through its socket',
      async () => {
        const remote = await connectControl(dataDir);

        expect((await remote.status()).map(({ name }) => name)).toContain('orderer');
        await remote.stopNode('regulator');
        expect(await remote.status()).toContainEqual(
          expect.objectContaining({ name: 'regulator', state: 'stopped' }),
        );
        await remote.startNode('regulator');
        await expect(remote.stopNode('nobody')).rejects.toThrow(/no node .*"nobody"/);
        expect((await stat(path.join(dataDir, 'run'))).mode & 0o777).toBe(0o700);
      },
      START_LIMIT_MS,
    );

    it('is refused a second time in the same folder, naming the process that has it', async () => {
      await expect(bringUp()).rejects.toThrow(new RegExp(`process ${process.pid}`));
    });

    it(
      'goes on with the same data and chaincode after every process was killed',
      async () => {
        await network.killAll();
        bank.close();

        network = await bringUp();

        bank = await clientOf(network.description, 'bank-a');
        const value = await bank.contract(CHANNEL, 'basic').evaluateTransaction('get', 'a');
        expect(Buffer.from(value).toString()).toBe('2');
      },
      START_LIMIT_MS,
    );

    it('keeps a log of every node', async () => {
      const logs = (await network.status()).map(({ logFile }) => readFile(logFile, 'utf8'));

      expect((await Promise.all(logs)).every((text) => text.length > 0)).toBe(true);
    });
  });
}

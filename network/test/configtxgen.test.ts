import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deriveNetwork, loadConsortium, type NetworkDescription } from '../src/index.js';
import { configtxYaml } from './configtx.js';

const FABRIC_BIN = process.env.FABRIC_BIN;

/** What differs between any two genesis blocks: when they were made, and what is computed from that. */
const PER_BLOCK = ['timestamp', 'nonce', 'tx_id', 'data_hash'];

describe.runIf(FABRIC_BIN !== undefined)('a genesis block, beside that of configtxgen', () => {
  const consortium = loadConsortium();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'sanfang-network-'));
  let network: NetworkDescription;

  beforeAll(async () => {
    network = await deriveNetwork({ consortium, dataDir, profile: 'test', ports: 'free' });
  });

  afterAll(() => {
    rmSync(dataDir, { recursive: true });
  });

  const configtxgen = (...parameters: readonly string[]) =>
    execFileSync(path.join(FABRIC_BIN ?? '', 'configtxgen'), parameters, {
      encoding: 'utf8',
      env: { FABRIC_CFG_PATH: dataDir },
      maxBuffer: 64 * 1024 ** 2,
      stdio: ['ignore', 'pipe', 'ignore'],
    });

  const inspected = (blockFile: string): unknown =>
    JSON.parse(configtxgen('-inspectBlock', blockFile), (key, value: unknown) =>
      PER_BLOCK.includes(key) ? undefined : value,
    );

  test('it says exactly what configtxgen would have written from the same consortium', () => {
    for (const { name, genesisBlock } of network.channels) {
      writeFileSync(path.join(dataDir, 'configtx.yaml'), configtxYaml(consortium, network, name));
      const theirs = path.join(dataDir, 'theirs.block');
      configtxgen('-profile', 'Channel', '-channelID', name, '-outputBlock', theirs);

      expect(inspected(genesisBlock)).toStrictEqual(inspected(theirs));
    }
  });
});

import { access, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deriveNetwork, loadConsortium } from '@sanfang/network';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { up } from '../src/index.js';

describe('what up refuses, in a sentence and leaving nothing behind', () => {
  let root: string;
  let dataDir: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'sanfang-refusals-'));
    dataDir = path.join(root, 'data');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const derive = (profile: string) =>
    deriveNetwork({ consortium: loadConsortium(), dataDir, profile, ports: 'free' });

  it('a folder without the programs of a Fabric release', async () => {
    await expect(up({ profile: 'native', dataDir, fabricBin: root })).rejects.toThrow(
      `Fabric's peer, orderer, configtxgen, osnadmin were not found in FABRIC_BIN (${root})`,
    );
    await expect(access(dataDir)).rejects.toThrow('ENOENT');
  });

  it('a consortium file that is wrong', async () => {
    const consortiumFile = path.join(root, 'consortium.yaml');
    await writeFile(consortiumFile, 'version: 2\n');

    await expect(up({ profile: 'embedded', dataDir, consortiumFile })).rejects.toThrow(consortiumFile);
    await expect(access(dataDir)).rejects.toThrow('ENOENT');
  });

  it('a data folder of another profile', async () => {
    await derive('native');

    await expect(up({ profile: 'embedded', dataDir, ports: 'free' })).rejects.toThrow(
      /was made for profile native, and now it is to be embedded; .*--reset/,
    );
    await expect(readdir(path.join(dataDir, 'run'))).rejects.toThrow('ENOENT');
  });

  it('a data folder of another version', async () => {
    await derive('embedded');
    await writeFile(path.join(dataDir, 'network.json'), '{"layoutVersion":0}');

    await expect(up({ profile: 'embedded', dataDir, ports: 'free' })).rejects.toThrow(/version/);
  });

  it('a port that another process listens on, and gives the folder up again', async () => {
    const { organisations } = await derive('embedded');
    const port = organisations[0]?.peer.port ?? 0;
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

    const refused = () =>
      expect(up({ profile: 'embedded', dataDir, ports: 'free' })).rejects.toThrow(
        `Port ${port} for the peer of bank-a is in use`,
      );
    await refused();
    await refused();
    await new Promise((resolve) => server.close(resolve));
  });

  it('a data folder that is a file', async () => {
    await writeFile(dataDir, '');

    await expect(up({ profile: 'embedded', dataDir })).rejects.toThrow(
      new RegExp(`The data folder ${dataDir} cannot be written, .*--data`),
    );
  });
});

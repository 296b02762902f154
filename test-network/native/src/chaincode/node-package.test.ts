import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inspectChaincode } from './node-package.js';

describe('a folder with chaincode', () => {
  let dir: string;
  const manifest = (content: object) => writeFile(path.join(dir, 'package.json'), JSON.stringify(content));
  const installShim = async () => {
    const shim = path.join(dir, 'node_modules', 'fabric-shim');
    await mkdir(shim, { recursive: true });
    await writeFile(path.join(shim, 'launch.js'), '');
    await writeFile(
      path.join(shim, 'package.json'),
      JSON.stringify({ name: 'fabric-shim', bin: { 'fabric-chaincode-node': 'launch.js' } }),
    );
    return path.join(shim, 'launch.js');
  };

  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'sanfang-package-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it("is run by the launcher of the package's own shim", async () => {
    await manifest({ main: 'dist/index.js', scripts: { start: 'set -x && fabric-chaincode-node start' } });
    await mkdir(path.join(dir, 'dist'));
    await writeFile(path.join(dir, 'dist', 'index.js'), '');
    const cli = await installShim();

    expect(await inspectChaincode(dir)).toEqual({ kind: 'launcher', cli });
  });

  it('is refused with the remedy when it is not built', async () => {
    await manifest({ main: 'dist/index.js', scripts: { start: 'fabric-chaincode-node start' } });
    await installShim();

    await expect(inspectChaincode(dir)).rejects.toThrow(/is not built: its main file .*dist\/index\.js/);
  });

  it('is refused with the remedy when its dependencies are not installed', async () => {
    await manifest({ scripts: { start: 'fabric-chaincode-node start' } });
    await writeFile(path.join(dir, 'index.js'), '');

    await expect(inspectChaincode(dir)).rejects.toThrow(/no fabric-shim installed: run npm install/);
  });

  it('may be a server of its own', async () => {
    await manifest({ scripts: { start: 'node server.js' } });

    expect(await inspectChaincode(dir)).toEqual({ kind: 'own-server', script: 'start' });
  });

  it('is refused when all it can do is connect to a peer', async () => {
    await manifest({ scripts: { start: 'node chaincode.js --peer.address $CORE_PEER_ADDRESS' } });

    await expect(inspectChaincode(dir)).rejects.toThrow(/connects to a peer/);
  });

  it('is refused when there is no package in it, or none that is JSON', async () => {
    await expect(inspectChaincode(dir)).rejects.toThrow(/no Node\.js chaincode package/);
    await writeFile(path.join(dir, 'package.json'), '{');
    await expect(inspectChaincode(dir)).rejects.toThrow(/is not JSON/);
  });

  it('is refused when nothing says how it starts', async () => {
    await manifest({ name: 'x' });

    await expect(inspectChaincode(dir)).rejects.toThrow(/has no start script/);
  });
});

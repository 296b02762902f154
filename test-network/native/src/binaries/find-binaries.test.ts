import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFabricBinaries } from './find-binaries.js';

describe('looking for the programs of a Fabric release', () => {
  let root: string;
  const folder = async (name: string, programs: readonly string[]) => {
    const dir = path.join(root, name);
    await mkdir(dir);
    for (const program of programs) {
      await writeFile(path.join(dir, program), '#!/bin/sh\necho "peer:\n Version: v9.8.7"\n', {
        mode: 0o755,
      });
    }
    return dir;
  };

  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'sanfang-binaries-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  it('finds them in the folder that FABRIC_BIN names, with their version', async () => {
    const bin = await folder('complete', ['peer', 'orderer', 'configtxgen', 'osnadmin']);

    expect(await findFabricBinaries({ env: { FABRIC_BIN: bin, PATH: '' } })).toEqual({
      found: true,
      binaries: {
        peer: path.join(bin, 'peer'),
        orderer: path.join(bin, 'orderer'),
        configtxgen: path.join(bin, 'configtxgen'),
        osnadmin: path.join(bin, 'osnadmin'),
        version: '9.8.7',
      },
    });
  });

  it('finds them along PATH when FABRIC_BIN is not set', async () => {
    const one = await folder('one', ['peer', 'orderer']);
    const two = await folder('two', ['configtxgen', 'osnadmin']);

    const search = await findFabricBinaries({ env: { PATH: [one, two].join(path.delimiter) } });

    expect(search.found && search.binaries.osnadmin).toBe(path.join(two, 'osnadmin'));
  });

  it('names what is missing, where it looked, and the remedy', async () => {
    const bin = await folder('half', ['peer', 'configtxgen']);

    const search = await findFabricBinaries({ env: { FABRIC_BIN: bin, PATH: '' } });

    expect(search).toMatchObject({ found: false, missing: ['orderer', 'osnadmin'] });
    expect(search.found ? '' : search.message).toContain(
      `orderer, osnadmin were not found in FABRIC_BIN (${bin})`,
    );
    expect(search.found ? '' : search.message).toContain('official Hyperledger Fabric release');
  });

  it('does not complete a named folder from PATH, which would mix releases', async () => {
    const named = await folder('named', ['peer', 'orderer', 'configtxgen']);
    const other = await folder('other', ['osnadmin']);

    const search = await findFabricBinaries({ env: { FABRIC_BIN: named, PATH: other } });

    expect(search).toMatchObject({ found: false, missing: ['osnadmin'] });
  });

  it('does not take a file that cannot be run for a program', async () => {
    const bin = await folder('data', ['peer', 'orderer', 'configtxgen']);
    await writeFile(path.join(bin, 'osnadmin'), 'text', { mode: 0o644 });

    expect(await findFabricBinaries({ env: { FABRIC_BIN: bin } })).toMatchObject({ missing: ['osnadmin'] });
  });
});

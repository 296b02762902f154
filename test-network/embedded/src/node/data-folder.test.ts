import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { afterAll, describe, expect, it } from 'vitest';
import { DataFolder } from './data-folder.js';

const dir = mkdtempSync(join(tmpdir(), 'embedded-data-'));
afterAll(() => rmSync(dir, { recursive: true }));

describe('the data folder', () => {
  it('remembers which peers have joined which channel', () => {
    const genesis = new common.Block();
    genesis.setHeader(new common.BlockHeader());
    const path = join(dir, 'new');
    const folder = DataFolder.open(path);
    expect(folder.joinedChannels()).toEqual([]);
    folder.saveChannel({ channelId: 'ch1', genesis, peers: ['peer0'] });
    folder.saveChannel({ channelId: 'ch1', genesis, peers: ['peer0', 'peer1'] });
    const [joined] = DataFolder.open(path).joinedChannels();
    expect(joined?.channelId).toBe('ch1');
    expect(joined?.peers).toEqual(['peer0', 'peer1']);
    expect(joined?.genesis.serializeBinary()).toEqual(genesis.serializeBinary());
  });

  it('of another version is refused with both versions and a remedy', () => {
    const path = join(dir, 'old');
    mkdirSync(path);
    writeFileSync(join(path, 'version'), '0\n');
    expect(() => DataFolder.open(path)).toThrow(/data of version 0, this program reads version 1; delete/);
  });

  it('is not made of a folder that holds something else', () => {
    const path = join(dir, 'foreign');
    mkdirSync(path);
    writeFileSync(join(path, 'thesis.txt'), 'precious');
    expect(() => DataFolder.open(path)).toThrow('it is not a data folder');
  });
});

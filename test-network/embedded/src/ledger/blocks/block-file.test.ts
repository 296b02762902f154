import { randomBytes } from 'node:crypto';
import { mkdtemp, open, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BlockFile, type BlockLocation } from './block-file.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'block-file-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const BLOCKS = [1, 40, 300].map((size) => randomBytes(size));

async function written(segmentBytes?: number): Promise<BlockLocation[]> {
  const { file } = await reopened(undefined, segmentBytes);
  const locations: BlockLocation[] = [];
  for (const block of BLOCKS) {
    locations.push(await file.append(block));
  }
  await file.close();
  return locations;
}

async function reopened(
  known?: BlockLocation,
  segmentBytes?: number,
): Promise<{ file: BlockFile; found: Buffer[] }> {
  const file = await BlockFile.open(dir, segmentBytes === undefined ? {} : { segmentBytes });
  const found: Buffer[] = [];
  await file.recover(known, (_, bytes) => found.push(bytes));
  return { file, found };
}

describe('the block file', () => {
  it('finds every block again, in order', async () => {
    const locations = await written();
    const { file, found } = await reopened();
    expect(found).toEqual(BLOCKS);
    expect(locations.map((location) => file.read(location))).toEqual(BLOCKS);
    await file.close();
  });

  it('finds only the blocks after the one that is known', async () => {
    const [first] = await written();
    const { file, found } = await reopened(first);
    expect(found).toEqual(BLOCKS.slice(1));
    await file.close();
  });

  it('goes over to a new segment when one is full', async () => {
    await written(100);
    expect((await readdir(dir)).length).toBe(2);
    const { file, found } = await reopened(undefined, 100);
    expect(found).toEqual(BLOCKS);
    await file.close();
  });

  it('loses nothing but the last block wherever a crash cut its record short', async () => {
    await written();
    const path = join(dir, 'blocks-000000');
    const whole = await readFile(path);
    const recordStart = whole.length - 12 - 300;
    for (let size = whole.length - 1; size >= recordStart; size--) {
      await truncate(path, size);
      const { file, found } = await reopened();
      expect(found).toEqual(BLOCKS.slice(0, 2));
      await file.close();
      expect((await readFile(path)).length).toBe(recordStart);
      const handle = await open(path, 'r+');
      await handle.write(whole, 0, whole.length, 0);
      await handle.close();
    }
  });

  it('loses nothing but the last block if a byte of its record was never written', async () => {
    await written();
    const path = join(dir, 'blocks-000000');
    const handle = await open(path, 'r+');
    await handle.write(Buffer.of((BLOCKS[2]?.[299] ?? 0) ^ 1), 0, 1, (await readFile(path)).length - 1);
    await handle.close();
    const { file, found } = await reopened();
    expect(found).toEqual(BLOCKS.slice(0, 2));
    const again = await file.append(Buffer.from('another'));
    expect(file.read(again).toString()).toBe('another');
    await file.close();
  });

  it('goes on appending where a torn record was cut off', async () => {
    await written();
    const path = join(dir, 'blocks-000000');
    await truncate(path, (await readFile(path)).length - 7);
    const torn = await reopened();
    await torn.file.append(Buffer.from('next'));
    await torn.file.close();
    const { file, found } = await reopened();
    expect(found).toEqual([...BLOCKS.slice(0, 2), Buffer.from('next')]);
    await file.close();
  });

  it('names the file that ends before a block which the state holds', async () => {
    const locations = await written();
    await truncate(join(dir, 'blocks-000000'), 20);
    await expect(reopened(locations[1])).rejects.toThrow(/blocks-000000 ends before a block/);
  });

  it('names the file and the place of a block that is damaged', async () => {
    const [, second] = await written();
    const file = await reopened();
    const handle = await open(join(dir, 'blocks-000000'), 'r+');
    await handle.write(Buffer.of(0xff, 0xff), 0, 2, 30);
    await handle.close();
    expect(() => file.file.read(second ?? { segment: 0, offset: 0, length: 0 })).toThrow(
      /blocks-000000 is damaged at byte 13/,
    );
    await file.file.close();
  });
});

import { describe, expect, it } from 'vitest';
import { commitHash, heightBytes } from './commit-hash.js';
import { UpdateBatch } from './update-batch.js';

const bytes = (hex: string) => Buffer.from(hex, 'hex');
const VALID = Uint8Array.of(0);

/** Two blocks that a peer of Fabric 2.5 committed, with the hashes that it gave them. */
describe('the commit hash is that of a Fabric peer', () => {
  it('for a write in public state and one in a private collection', () => {
    const updates = new UpdateBatch();
    const version = { block: 58, tx: 0 };
    updates.set('steps', 'order-1e300f784d65', { value: bytes('78'), metadata: undefined, version });
    updates.setHash('steps', 'shared', '2bf3c52487f182f2a46d4d0b12ea28cb61cc49a2cbc91c73e261215280aa25c7', {
      value: bytes('2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881'),
      metadata: undefined,
      version,
    });
    const previous = bytes('169eb2b797f38a2490be9d1223a4f14de76b0a70b6deb652fa5591999a74aece');
    expect(Buffer.from(commitHash(VALID, updates, previous)).toString('hex')).toBe(
      '9078fd3dcd6253356ed76c6b375089a391658035d9c04b3f526d2ed6896d8308',
    );
  });

  it('for a deletion', () => {
    const updates = new UpdateBatch();
    const version = { block: 66, tx: 0 };
    updates.set('steps', 'mvcc-c1487ba3bc2f', { value: undefined, metadata: undefined, version });
    const previous = bytes('b2dae6c0e5309cfde59c23849e71923b518fbcd3662d0341cab317ddc9cf39a3');
    expect(Buffer.from(commitHash(VALID, updates, previous)).toString('hex')).toBe(
      '4755c72b30871461f52868afb67a029483963469f0e7d361ed250fdd1fa5c860',
    );
  });
});

it('writes heights so that their bytes sort as they do', () => {
  const heights = [0, 1, 127, 128, 255, 256, 65_535, 65_536, 2 ** 40].map((block) =>
    heightBytes({ block, tx: 0 }),
  );
  expect(Buffer.from(heights[0] ?? []).toString('hex')).toBe('0000');
  expect(Buffer.from(heights[3] ?? []).toString('hex')).toBe('018000');
  const sorted = [...heights].sort(Buffer.compare);
  expect(sorted).toEqual(heights);
});

import { createHash } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import { expect, it } from 'vitest';
import { build } from '../wire/build.js';
import { blockDataHash, blockHeaderBytes } from './block-hash.js';

it.each([
  [0, '300c', '020100'],
  [127, '300c', '02017f'],
  [128, '300d', '02020080'],
  [65_536, '300e', '0203010000'],
])('the header of block %i is DER of its number and hashes', (number, sequence, integer) => {
  const header = build(new common.BlockHeader(), (message) => {
    message.setNumber(number);
    message.setPreviousHash(Uint8Array.of(0xaa, 0xbb));
    message.setDataHash(Uint8Array.of(0xcc, 0xdd, 0xee));
  });
  expect(Buffer.from(blockHeaderBytes(header)).toString('hex')).toBe(
    `${sequence}${integer}0402aabb0403ccddee`,
  );
});

it('a block’s data is hashed as one', () => {
  const parts = [Buffer.from('one'), Buffer.from('two')];
  expect(Buffer.from(blockDataHash(parts))).toEqual(createHash('sha256').update('onetwo').digest());
});

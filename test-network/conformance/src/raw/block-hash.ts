import type { common } from '@hyperledger/fabric-protos';
import { sha256 } from './signing.js';

/** The bytes of a block header that are hashed and signed: ASN.1 DER of number, previous hash and data hash. */
export function headerBytes(header: common.BlockHeader): Buffer {
  const fields = Buffer.concat([
    derElement(0x02, integerBytes(header.getNumber())),
    derElement(0x04, header.getPreviousHash_asU8()),
    derElement(0x04, header.getDataHash_asU8()),
  ]);
  return derElement(0x30, fields);
}

/** What the next block names as its previous hash. */
export function headerHash(header: common.BlockHeader): Buffer {
  return sha256(headerBytes(header));
}

export function dataHash(data: common.BlockData): Buffer {
  return sha256(...data.getDataList_asU8());
}

function derElement(tag: number, content: Uint8Array): Buffer {
  const length = content.length < 0x80 ? Buffer.from([content.length]) : Buffer.from([0x81, content.length]);
  return Buffer.concat([Buffer.from([tag]), length, content]);
}

/** A non-negative integer, as short as DER wants it, with a leading zero where it would read as negative. */
function integerBytes(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
}

import { createHash } from 'node:crypto';
import type { common } from '@hyperledger/fabric-protos';

/**
 * The bytes of a block header that are hashed and signed: DER of
 * `SEQUENCE { number INTEGER, previousHash OCTET STRING, dataHash OCTET STRING }`.
 */
export function blockHeaderBytes(header: common.BlockHeader): Uint8Array {
  return tlv(
    0x30,
    Buffer.concat([
      tlv(0x02, derInteger(header.getNumber())),
      tlv(0x04, header.getPreviousHash_asU8()),
      tlv(0x04, header.getDataHash_asU8()),
    ]),
  );
}

export function blockHeaderHash(header: common.BlockHeader): Uint8Array {
  return createHash('sha256').update(blockHeaderBytes(header)).digest();
}

/** SHA-256 of the block's envelopes, one after another. */
export function blockDataHash(envelopes: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const envelope of envelopes) {
    hash.update(envelope);
  }
  return hash.digest();
}

function derInteger(value: number): Uint8Array {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const first = bytes[0] ?? 0;
  return first >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
}

function tlv(tag: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.of(tag), derLength(content.length), content]);
}

function derLength(length: number): Uint8Array {
  if (length < 0x80) {
    return Buffer.of(length);
  }
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.of(0x80 | bytes.length), bytes]);
}

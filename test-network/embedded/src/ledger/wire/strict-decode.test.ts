import { common } from '@hyperledger/fabric-protos';
import { expect, it } from 'vitest';
import { DecodeError, strictDecode } from './strict-decode.js';

function envelope(): Uint8Array {
  const message = new common.Envelope();
  message.setPayload(Buffer.from('payload'));
  message.setSignature(Buffer.from('signature'));
  return message.serializeBinary();
}

it('decodes what is well formed', () => {
  expect(strictDecode(common.Envelope, envelope()).getPayload_asU8()).toEqual(
    new Uint8Array(Buffer.from('payload')),
  );
});

it('refuses a message that is cut short inside a field', () => {
  const bytes = envelope();
  const boundaries = new Set([0, 9, bytes.length]);
  for (let length = 0; length < bytes.length; length++) {
    const decode = () => strictDecode(common.Envelope, bytes.subarray(0, length));
    if (boundaries.has(length)) {
      expect(decode).not.toThrow();
    } else {
      expect(decode).toThrow(DecodeError);
    }
  }
});

it.each([
  ['a field numbered 0', [0x02, 0x00]],
  ['a group', [0x0b, 0x0c]],
  ['a length beyond the end', [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]],
  ['a varint without end', [0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
])('refuses %s', (_, bytes) => {
  expect(() => strictDecode(common.Envelope, Uint8Array.from(bytes))).toThrow(DecodeError);
});

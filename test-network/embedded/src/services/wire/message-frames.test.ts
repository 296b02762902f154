import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FrameReader, frame } from './message-frames.js';

function text(message: Buffer | undefined): string | undefined {
  return message?.toString();
}

describe('frames of a stream', () => {
  it('are put together however the bytes are cut', () => {
    const bytes = Buffer.concat([
      frame(Buffer.from('one')),
      frame(Buffer.from('')),
      frame(Buffer.from('three')),
    ]);
    for (let size = 1; size <= bytes.length; size++) {
      const reader = new FrameReader(undefined);
      const messages: (string | undefined)[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        reader.push(bytes.subarray(at, at + size));
        for (let message = reader.take(); message !== undefined; message = reader.take()) {
          messages.push(text(message));
        }
      }
      expect(messages).toEqual(['one', '', 'three']);
    }
  });

  it('may be compressed, if the client says how', () => {
    const compressed = frame(gzipSync('text'));
    compressed[0] = 1;
    const reader = new FrameReader('gzip');
    reader.push(compressed);
    expect(text(reader.take())).toBe('text');
    const unknown = new FrameReader('snappy');
    unknown.push(compressed);
    expect(() => unknown.take()).toThrow('grpc: Decompressor is not installed for grpc-encoding "snappy"');
  });

  it('are refused beyond 100 MB by their length alone', () => {
    const prefix = Buffer.from([0, 0x40, 0, 0, 0]);
    const reader = new FrameReader(undefined);
    reader.push(prefix);
    expect(() => reader.take()).toThrow('grpc: received message larger than max (1073741824 vs. 104857600)');
  });
});

import { gunzipSync, inflateSync } from 'node:zlib';
import { status } from '@grpc/grpc-js';
import { GrpcError } from './grpc-error.js';

/** A peer's and an orderer's limit, both ways. */
const MAX_MESSAGE_BYTES = 100 * 1024 * 1024;
/** Whether the message is compressed (one byte), and its length. */
const PREFIX_BYTES = 5;

/** Puts a message into gRPC's frame. */
export function frame(message: Uint8Array): Buffer {
  if (message.length > MAX_MESSAGE_BYTES) {
    throw new GrpcError(
      status.RESOURCE_EXHAUSTED,
      `grpc: trying to send message larger than max (${message.length} vs. ${MAX_MESSAGE_BYTES})`,
    );
  }
  const framed = Buffer.allocUnsafe(PREFIX_BYTES + message.length);
  framed[0] = 0;
  framed.writeUInt32BE(message.length, 1);
  framed.set(message, PREFIX_BYTES);
  return framed;
}

/** Takes messages out of the bytes of a stream, however these are cut. */
export class FrameReader {
  readonly #encoding: string | undefined;
  #chunks: Buffer[] = [];
  #size = 0;

  constructor(encoding: string | undefined) {
    this.#encoding = encoding;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
  }

  /** The next whole message, undefined while it is not. Throws a GrpcError for one too large or not readable. */
  take(): Buffer | undefined {
    if (this.#size < PREFIX_BYTES) {
      return undefined;
    }
    const prefix = this.#first(PREFIX_BYTES);
    const length = prefix.readUInt32BE(1);
    if (length > MAX_MESSAGE_BYTES) {
      throw new GrpcError(
        status.RESOURCE_EXHAUSTED,
        `grpc: received message larger than max (${length} vs. ${MAX_MESSAGE_BYTES})`,
      );
    }
    const end = PREFIX_BYTES + length;
    if (this.#size < end) {
      return undefined;
    }
    const bytes = this.#first(end);
    this.#chunks = bytes.length > end ? [bytes.subarray(end)] : [];
    this.#size -= end;
    const message = bytes.subarray(PREFIX_BYTES, end);
    return prefix[0] === 1 ? this.#decompressed(message) : message;
  }

  /** At least so many bytes in one piece; nothing is joined before it is needed. */
  #first(length: number): Buffer {
    const [first] = this.#chunks;
    if (first !== undefined && first.length >= length) {
      return first;
    }
    const joined = Buffer.concat(this.#chunks, this.#size);
    this.#chunks = [joined];
    return joined;
  }

  #decompressed(message: Buffer): Buffer {
    const limit = { maxOutputLength: MAX_MESSAGE_BYTES };
    switch (this.#encoding) {
      case 'gzip':
        return gunzipSync(message, limit);
      case 'deflate':
        return inflateSync(message, limit);
      default:
        throw new GrpcError(
          status.UNIMPLEMENTED,
          `grpc: Decompressor is not installed for grpc-encoding "${this.#encoding ?? ''}"`,
        );
    }
  }
}

import { closeSync, fsyncSync, openSync, readSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from './sha256.js';

/** Where a block's bytes lie. */
export interface BlockLocation {
  readonly segment: number;
  /** Of the record, in bytes from the segment's start. */
  readonly offset: number;
  /** Of the block, in bytes. */
  readonly length: number;
}

/** A record is the block's length (4 bytes), the first 8 bytes of its SHA-256, and the block. */
const HEADER_BYTES = 12;
const DIGEST_BYTES = 8;
const DEFAULT_SEGMENT_BYTES = 64 * 1024 * 1024;

/**
 * A channel's blocks, appended to segment files and never changed.
 *
 * A block counts as stored once its record is complete: what a crash left half written at the end is cut
 * at the next open.
 */
export class BlockFile {
  readonly #dir: string;
  readonly #segmentBytes: number;
  readonly #readers = new Map<number, number>();
  #segment = 0;
  #end = 0;
  #writer: FileHandle | undefined;

  private constructor(dir: string, segmentBytes: number) {
    this.#dir = dir;
    this.#segmentBytes = segmentBytes;
  }

  static async open(dir: string, options: { readonly segmentBytes?: number } = {}): Promise<BlockFile> {
    await mkdir(dir, { recursive: true });
    return new BlockFile(dir, options.segmentBytes ?? DEFAULT_SEGMENT_BYTES);
  }

  /**
   * Finds the blocks that follow a known one (all, if none is known), cuts an incomplete record off the
   * end, and makes the file ready for appending.
   */
  async recover(
    known: BlockLocation | undefined,
    onBlock: (location: BlockLocation, bytes: Buffer) => void,
  ): Promise<void> {
    this.#segment = known?.segment ?? 0;
    this.#end = known === undefined ? 0 : known.offset + HEADER_BYTES + known.length;
    const last = await this.#lastSegment();
    for (;;) {
      await this.#openWriter();
      if (known !== undefined && this.#end > (await this.#sizeOfSegment())) {
        throw new Error(
          `The block file ${this.#path(this.#segment)} ends before a block that the state already holds. ` +
            'Restore the ledger folder from a backup, or start with an empty data folder.',
        );
      }
      await this.#recoverSegment(onBlock);
      if (this.#segment >= last) {
        return;
      }
      await this.#nextSegment();
    }
  }

  /** Appends a block; when the promise resolves, it outlives a crash of the process and of the machine. */
  async append(block: Uint8Array): Promise<BlockLocation> {
    if (this.#end > 0 && this.#end + HEADER_BYTES + block.length > this.#segmentBytes) {
      await this.#nextSegment();
    }
    const writer = await this.#openWriter();
    const location = { segment: this.#segment, offset: this.#end, length: block.length };
    await writer.writev([recordHeader(block), block], location.offset);
    await writer.datasync();
    this.#end += HEADER_BYTES + block.length;
    return location;
  }

  read(location: BlockLocation): Buffer {
    const record = this.#readRecord(location.segment, location.offset);
    if (record === undefined || record.length !== location.length) {
      throw new Error(
        `The block file ${this.#path(location.segment)} is damaged at byte ${location.offset}. ` +
          'Restore the ledger folder from a backup, or start with an empty data folder.',
      );
    }
    return record;
  }

  async close(): Promise<void> {
    await this.#writer?.close();
    this.#writer = undefined;
    for (const fd of this.#readers.values()) {
      closeSync(fd);
    }
    this.#readers.clear();
  }

  async #recoverSegment(onBlock: (location: BlockLocation, bytes: Buffer) => void): Promise<void> {
    for (;;) {
      const bytes = this.#readRecord(this.#segment, this.#end);
      if (bytes === undefined) {
        break;
      }
      onBlock({ segment: this.#segment, offset: this.#end, length: bytes.length }, bytes);
      this.#end += HEADER_BYTES + bytes.length;
    }
    const writer = await this.#openWriter();
    if ((await this.#sizeOfSegment()) > this.#end) {
      await writer.truncate(this.#end);
      await writer.sync();
    }
  }

  /** The block of the record at an offset; undefined if it is incomplete. */
  #readRecord(segment: number, offset: number): Buffer | undefined {
    const fd = this.#reader(segment);
    const header = Buffer.allocUnsafe(HEADER_BYTES);
    if (readSync(fd, header, 0, HEADER_BYTES, offset) < HEADER_BYTES) {
      return undefined;
    }
    const length = header.readUInt32BE(0);
    if (length === 0 || length > MAX_BLOCK_BYTES) {
      return undefined;
    }
    const block = Buffer.allocUnsafe(length);
    if (readSync(fd, block, 0, length, offset + HEADER_BYTES) < length) {
      return undefined;
    }
    const digest = sha256(block).subarray(0, DIGEST_BYTES);
    return header.subarray(HEADER_BYTES - DIGEST_BYTES).equals(digest) ? block : undefined;
  }

  #reader(segment: number): number {
    const open = this.#readers.get(segment);
    if (open !== undefined) {
      return open;
    }
    const fd = openSync(this.#path(segment), 'r');
    this.#readers.set(segment, fd);
    return fd;
  }

  async #openWriter(): Promise<FileHandle> {
    if (this.#writer === undefined) {
      // 'a' would ignore positions; 'r+' needs the file to exist.
      this.#writer = await open(this.#path(this.#segment), 'r+').catch(
        async (error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOENT') {
            throw error;
          }
          const created = await open(this.#path(this.#segment), 'w+', 0o600);
          syncDirectory(this.#dir);
          return created;
        },
      );
    }
    return this.#writer;
  }

  async #nextSegment(): Promise<void> {
    await this.#writer?.close();
    this.#writer = undefined;
    this.#segment += 1;
    this.#end = 0;
  }

  async #sizeOfSegment(): Promise<number> {
    return (await (await this.#openWriter()).stat()).size;
  }

  async #lastSegment(): Promise<number> {
    const numbers = (await readdir(this.#dir)).map((name) => SEGMENT_NAME.exec(name)?.[1]);
    return Math.max(0, ...numbers.filter((number) => number !== undefined).map(Number));
  }

  #path(segment: number): string {
    return join(this.#dir, `blocks-${String(segment).padStart(6, '0')}`);
  }
}

const SEGMENT_NAME = /^blocks-(\d{6})$/;

/** No orderer cuts a block this large; a longer length is the debris of a crash. */
const MAX_BLOCK_BYTES = 1024 * 1024 * 1024;

function recordHeader(block: Uint8Array): Buffer {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  header.writeUInt32BE(block.length, 0);
  header.set(sha256(block).subarray(0, DIGEST_BYTES), HEADER_BYTES - DIGEST_BYTES);
  return header;
}

function syncDirectory(dir: string): void {
  const fd = openSync(dir, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

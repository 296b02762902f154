import { ClassicLevel } from 'classic-level';

/** A LevelDB store with text keys, in order of their UTF-8 bytes, and byte values. */
export type LevelStore = ClassicLevel<string, Buffer>;

export type StoreOperation =
  | { readonly type: 'put'; readonly key: string; readonly value: Buffer }
  | { readonly type: 'del'; readonly key: string };

export type Snapshot = ReturnType<LevelStore['snapshot']>;

/** Memory that a store may take; twice the write buffer while one is being written out. */
export interface LevelMemory {
  readonly writeBufferSize: number;
  readonly cacheSize: number;
}

const MIB = 1024 * 1024;

/** A channel has one public store, read and written by every transaction. */
export const PUBLIC_MEMORY: LevelMemory = { writeBufferSize: 4 * MIB, cacheSize: 8 * MIB };
/** There are many private stores, and most have little in them. */
export const PRIVATE_MEMORY: LevelMemory = { writeBufferSize: 2 * MIB, cacheSize: MIB };

export async function openLevel(dir: string, memory: LevelMemory): Promise<LevelStore> {
  const store = new ClassicLevel<string, Buffer>(dir, {
    keyEncoding: 'utf8',
    valueEncoding: 'buffer',
    ...memory,
  });
  try {
    await store.open();
  } catch (cause) {
    throw new Error(
      `The store ${dir} cannot be opened: is another process using this data folder? Stop it, or choose another folder.`,
      { cause },
    );
  }
  return store;
}

import { ClassicLevel } from 'classic-level';

/** A LevelDB store with text keys, in order of their UTF-8 bytes, and byte values. */
export type LevelStore = ClassicLevel<string, Buffer>;

export type StoreOperation =
  | { readonly type: 'put'; readonly key: string; readonly value: Buffer }
  | { readonly type: 'del'; readonly key: string };

export type Snapshot = ReturnType<LevelStore['snapshot']>;

const WRITE_BUFFER_BYTES = 8 * 1024 * 1024;
const CACHE_BYTES = 16 * 1024 * 1024;

export async function openLevel(dir: string): Promise<LevelStore> {
  const store = new ClassicLevel<string, Buffer>(dir, {
    keyEncoding: 'utf8',
    valueEncoding: 'buffer',
    writeBufferSize: WRITE_BUFFER_BYTES,
    cacheSize: CACHE_BYTES,
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

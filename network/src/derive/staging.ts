import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const PREFIX = '.deriving-';

/** Modes of folders and files that hold private keys, and of those that do not. */
const PRIVATE_DIR = 0o700;
const PRIVATE_FILE = 0o600;

/**
 * Writes into a data folder so that either all of it is there or none.
 *
 * Everything is written into a folder beside its place first, which is where a full disk shows, and then renamed
 * into place, the last thing last. What was renamed is taken back when a later rename fails.
 */
export class Staging {
  readonly #dataDir: string;
  readonly #stageDir: string;
  /** Targets relative to the data folder, in the order in which they are put into place. */
  readonly #targets: string[] = [];
  readonly #createdDataDir: string | undefined;

  private constructor(dataDir: string, createdDataDir: string | undefined) {
    this.#dataDir = dataDir;
    this.#createdDataDir = createdDataDir;
    this.#stageDir = path.join(dataDir, `${PREFIX}${randomBytes(6).toString('hex')}`);
  }

  static async open(dataDir: string): Promise<Staging> {
    const created = await mkdir(dataDir, { recursive: true, mode: PRIVATE_DIR });
    const staging = new Staging(dataDir, created);
    for (const left of (await readdir(dataDir)).filter((name) => name.startsWith(PREFIX))) {
      await rm(path.join(dataDir, left), { recursive: true });
    }
    await mkdir(staging.#stageDir, { mode: PRIVATE_DIR });
    return staging;
  }

  /** Whether a file or folder, by its final path, is in place from an earlier time. */
  has(target: string): boolean {
    return existsSync(target);
  }

  /** Announces a file or folder, by its final path, that will be put into place, as a whole or inside another. */
  place(target: string): void {
    const relative = this.#relative(target);
    if (!this.#targets.some((placed) => relative.startsWith(placed + path.sep))) {
      this.#targets.push(relative);
    }
  }

  /** Writes a file, by its final path, into the staging folder. */
  async write(target: string, content: string | Uint8Array, visibility: 'private' | 'public' = 'public') {
    const file = this.staged(target);
    await mkdir(path.dirname(file), { recursive: true, mode: PRIVATE_DIR });
    await writeFile(
      file,
      content,
      visibility === 'private' ? { mode: PRIVATE_FILE, flag: 'wx' } : { flag: 'wx' },
    );
  }

  /** Where a file that was written here, or that is in place already, can be read now. */
  readable(target: string): string {
    const file = this.staged(target);
    return existsSync(file) ? file : target;
  }

  staged(target: string): string {
    return path.join(this.#stageDir, this.#relative(target));
  }

  /** Puts everything into its place. */
  async commit(): Promise<void> {
    const placed: string[] = [];
    try {
      for (const target of this.#targets) {
        const final = path.join(this.#dataDir, target);
        const isNew = !existsSync(final);
        const createdParent = await mkdir(path.dirname(final), { recursive: true, mode: PRIVATE_DIR });
        if (createdParent !== undefined) {
          placed.push(createdParent);
        }
        await rename(path.join(this.#stageDir, target), final);
        if (isNew) {
          placed.push(final);
        }
      }
    } catch (error) {
      await Promise.all(placed.map((final) => rm(final, { recursive: true, force: true })));
      throw error;
    }
    await rm(this.#stageDir, { recursive: true });
  }

  /** Leaves everything as it was before {@link open}. */
  async abandon(): Promise<void> {
    await rm(this.#stageDir, { recursive: true, force: true });
    if (this.#createdDataDir !== undefined) {
      await rm(this.#createdDataDir, { recursive: true, force: true });
    }
  }

  #relative(target: string): string {
    const relative = path.relative(this.#dataDir, target);
    if (relative === '' || relative.startsWith('..') || path.isAbsolute(relative)) {
      throw new Error(`${target} is not inside the data folder ${this.#dataDir}.`);
    }
    return relative;
  }
}

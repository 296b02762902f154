import { mkdir, open, readFile, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { OperatorError, startOfProcess } from '@sanfang/native-fabric';
import { z } from 'zod';

const Owner = z.strictObject({ pid: z.int(), started: z.string() });
const ATTEMPTS = 3;

/** The right to run a network in a data folder: one process at a time has it. */
export class DataFolderLock {
  readonly #file: string;

  private constructor(file: string) {
    this.#file = file;
  }

  /**
   * Takes the folder, also from an owner that is no more.
   *
   * @throws OperatorError naming the pid of the process that has it.
   */
  static async take(dataDir: string): Promise<DataFolderLock> {
    const runDir = path.join(dataDir, 'run');
    await mkdir(runDir, { recursive: true, mode: 0o700 });
    const file = path.join(runDir, 'owner.lock');
    const started = (await startOfProcess(process.pid)) ?? '';
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (await create(file, { pid: process.pid, started })) {
        return new DataFolderLock(file);
      }
      const owner = await ownerOf(file);
      if (owner && (await startOfProcess(owner.pid)) === owner.started) {
        throw new OperatorError(
          `A network is running in ${dataDir} already (process ${owner.pid}): end it first, or choose another folder with --data.`,
        );
      }
      await rm(file, { force: true });
    }
    throw new OperatorError(
      `The data folder ${dataDir} is being taken by another process at this moment: try again.`,
    );
  }

  /** Gives the folder up, and removes it if nothing was made in it. */
  async release(): Promise<void> {
    await rm(this.#file, { force: true });
    const runDir = path.dirname(this.#file);
    await removeIfEmpty(runDir);
    await removeIfEmpty(path.dirname(runDir));
  }
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(code)) {
      throw error;
    }
  }
}

async function create(file: string, owner: z.infer<typeof Owner>): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(JSON.stringify(owner));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

async function ownerOf(file: string): Promise<z.infer<typeof Owner> | undefined> {
  try {
    return Owner.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // Gone in between, or torn by the crash that left it: nobody can be named, so nobody has it.
    return undefined;
  }
}

import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startOfProcess } from './process-identity.js';

const SUFFIX = '.pid';
const POLL_MS = 20;
const TERM_LIMIT_MS = 5_000;

interface PidRecord {
  readonly pid: number;
  readonly started: string;
}

/** Notes in `<runDir>/<name>.pid` which process bears the name, so that a later owner of the folder can end it. */
export async function writePidFile(runDir: string, name: string, pid: number): Promise<void> {
  const started = await startOfProcess(pid);
  if (started !== undefined) {
    const record: PidRecord = { pid, started };
    await writeFile(pidFile(runDir, name), JSON.stringify(record), { mode: 0o600 });
  }
}

export async function removePidFile(runDir: string, name: string): Promise<void> {
  await rm(pidFile(runDir, name), { force: true });
}

/**
 * Ends what an owner that was killed has left running in this data folder.
 *
 * Only processes whose pid and start still are those of the pid file are touched. Answers their names.
 */
export async function endLeftovers(runDir: string): Promise<readonly string[]> {
  const names = (await readdir(runDir).catch(ignoreAbsent))
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length));
  const ended = await Promise.all(names.map((name) => endLeftover(runDir, name)));
  return names.filter((_, index) => ended[index]);
}

async function endLeftover(runDir: string, name: string): Promise<boolean> {
  const record = parseRecord(await readFile(pidFile(runDir, name), 'utf8'));
  const alive = record !== undefined && (await isSame(record));
  if (record && alive) {
    signal(record.pid, 'SIGTERM');
    if (!(await waitForEnd(record, TERM_LIMIT_MS))) {
      signal(record.pid, 'SIGKILL');
      await waitForEnd(record, TERM_LIMIT_MS);
    }
  }
  await removePidFile(runDir, name);
  return alive;
}

async function waitForEnd(record: PidRecord, limitMs: number): Promise<boolean> {
  for (let waited = 0; waited < limitMs; waited += POLL_MS) {
    if (!(await isSame(record))) {
      return true;
    }
    await delay(POLL_MS);
  }
  return false;
}

async function isSame(record: PidRecord): Promise<boolean> {
  return (await startOfProcess(record.pid)) === record.started;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    // The process leads a group, which ends with it.
    process.kill(-pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}

function parseRecord(text: string): PidRecord | undefined {
  // A torn file (the machine stopped while it was written) names nobody.
  const match = /^\{"pid":(\d+),"started":"([^"]+)"\}$/.exec(text);
  return match?.[1] && match[2] ? { pid: Number(match[1]), started: match[2] } : undefined;
}

function pidFile(runDir: string, name: string): string {
  return path.join(runDir, name + SUFFIX);
}

function ignoreAbsent(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') {
    return [];
  }
  throw error;
}

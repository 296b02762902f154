import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { ProfileName } from '@sanfang/local-network';
import { treeMemoryMb } from './process-tree.js';

const READY_LINE = /^Ready in /;

export interface StartFigures {
  /** From the command to its line `Ready in …`. */
  readonly seconds: number;
  /** Resident memory of npm and everything below it at that moment, in MB. */
  readonly memoryMb: number;
}

/** Runs `npm start` on a fresh data folder of its own until all is ready, reads time and memory, and stops it. */
export async function startUntilReady(profile: ProfileName): Promise<StartFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), `sanfang-bench-start-${profile}-`));
  const begun = performance.now();
  // A group of its own, so that the signal reaches what npm runs, as Ctrl-C in a terminal does.
  const child = spawn(
    'npm',
    ['start', '--', '--profile', profile, '--data', dataDir, '--reset', '--ports', 'free'],
    { stdio: ['ignore', 'pipe', 'inherit'], detached: true },
  );
  const ended = once(child, 'exit');
  try {
    await Promise.race([readyLine(child.stdout), ended.then(() => endedEarly(profile))]);
    const seconds = (performance.now() - begun) / 1000;
    return { seconds, memoryMb: treeMemoryMb(child.pid ?? process.pid) };
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Goes on reading after the line has come, because what writes must never find its reader gone. */
function readyLine(output: Readable): Promise<void> {
  return new Promise((resolve) => {
    createInterface({ input: output }).on('line', (line) => {
      if (READY_LINE.test(line)) resolve();
    });
  });
}

function endedEarly(profile: ProfileName): never {
  throw new Error(`npm start ended before it was ready on ${profile}.`);
}

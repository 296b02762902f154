import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
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
  const child = spawn(
    'npm',
    ['start', '--', '--profile', profile, '--data', dataDir, '--reset', '--ports', 'free'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = once(child, 'exit');
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      if (!READY_LINE.test(line)) continue;
      const seconds = (performance.now() - begun) / 1000;
      return { seconds, memoryMb: treeMemoryMb(child.pid ?? process.pid) };
    }
    throw new Error(`npm start ended before it was ready on ${profile}.`);
  } finally {
    child.kill('SIGINT');
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  }
}

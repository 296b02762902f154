import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { OutagesLast } from './src/setup/sequencer.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  test: {
    root: here('.'),
    include: ['cases/**/*.test.ts'],
    globalSetup: [here('src/setup/global.ts')],
    setupFiles: [here('src/setup/worker.ts')],
    // One network and one worker: cases share connections, and some stop what others need.
    pool: 'forks',
    isolate: false,
    fileParallelism: false,
    sequence: { sequencer: OutagesLast },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

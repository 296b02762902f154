import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  test: {
    root: here('.'),
    include: ['cases/**/*.test.ts'],
    globalSetup: [here('src/setup/global.ts')],
    setupFiles: [here('src/setup/worker.ts')],
    // One network, one worker: cases share connections, and those that stop members come last.
    pool: 'forks',
    isolate: false,
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

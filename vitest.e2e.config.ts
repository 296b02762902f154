import { defineConfig } from 'vitest/config';

/** Runs over several parts together, each bringing up its own consortium on free ports; one at a time, as they share the cores. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});

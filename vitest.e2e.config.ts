import { defineConfig } from 'vitest/config';
import { WholeRunLast } from './e2e/custody/setup/sequencer.js';

/** Runs over several parts together; one at a time, as they share the cores. */
const ONE_AT_A_TIME = {
  pool: 'forks',
  maxWorkers: 1,
  fileParallelism: false,
  testTimeout: 120_000,
  hookTimeout: 120_000,
} as const;

export default defineConfig({
  test: {
    sequence: { sequencer: WholeRunLast },
    projects: [
      /** Each file brings up its own consortium on free ports. */
      { test: { ...ONE_AT_A_TIME, name: 'consortium', include: ['e2e/*.test.ts'] } },
      /** All files prove one ledger with the custody contracts; those over the whole run come last. */
      {
        test: {
          ...ONE_AT_A_TIME,
          name: 'custody',
          include: ['e2e/custody/*/*.test.ts'],
          globalSetup: ['e2e/custody/setup/global.ts'],
          isolate: false,
        },
      },
    ],
  },
});

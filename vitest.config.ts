import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      '{network,chaincode,gateway,business-day,bench}/{src,test}/**/*.test.ts',
      'test-network/{embedded,native,local,docker,consortium,crash-test}/{src,test}/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});

import { randomInt } from 'node:crypto';
import { crashRounds } from '@sanfang/crash-test';
import { afterAll, expect, it } from 'vitest';
import { temporaryFolder } from './support/command.js';

const ROUNDS = 2;
/** Each round starts the network twice, which a busy machine takes its time for. */
const CRASH_MS = 400_000;
const { folder, remove } = temporaryFolder('crash');

afterAll(remove);

it(
  `what embedded Fabric reported VALID is there, once and private, after each of ${ROUNDS} kills under load`,
  async () => {
    const random = () => randomInt(1_000_000) / 1_000_000;
    const result = await crashRounds({ dataDir: folder, rounds: ROUNDS, random, onProgress: () => {} });
    expect(result.faults).toEqual([]);
    expect(result.reports).toBeGreaterThanOrEqual(ROUNDS);
  },
  CRASH_MS,
);

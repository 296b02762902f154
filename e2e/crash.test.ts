import { randomInt } from 'node:crypto';
import { crashRounds } from '@sanfang/crash-test';
import { afterAll, expect, it } from 'vitest';
import { temporaryFolder } from './support/command.js';

const ROUNDS = 3;
const { folder, remove } = temporaryFolder('crash');

afterAll(remove);

it(`what embedded Fabric reported VALID is there, once and private, after each of ${ROUNDS} kills under load`, async () => {
  const random = () => randomInt(1_000_000) / 1_000_000;
  const result = await crashRounds({ dataDir: folder, rounds: ROUNDS, random, onProgress: () => {} });
  expect(result.faults).toEqual([]);
  expect(result.reports).toBeGreaterThanOrEqual(ROUNDS);
}, 120_000);

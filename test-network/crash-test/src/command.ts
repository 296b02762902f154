import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { crashRounds } from './rounds.js';

const MOST_ROUNDS = 1_000;

/** `npm run crash-test`: kill -9 of the embedded network in the middle of 200 transactions, round after round. */
export async function crashTestCommand(argv: readonly string[]): Promise<number> {
  const rounds = readRounds(argv);
  if (rounds === undefined) {
    process.stderr.write(`Use: npm run crash-test -- [--rounds N], N from 1 to ${MOST_ROUNDS}.\n`);
    return 2;
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'sanfang-crash-test-'));
  try {
    const onProgress = (text: string) => process.stderr.write(`  ${text}\n`);
    const result = await crashRounds({ dataDir, rounds, random: Math.random, onProgress });
    const { reports, height, faults } = result;
    process.stdout.write(
      `${rounds} kills, ${reports} transactions reported VALID, chain of ${height} blocks\n`,
    );
    for (const fault of faults) process.stdout.write(`${fault}\n`);
    process.stdout.write(
      faults.length === 0
        ? 'Every reported transaction is there once, the hash chain is unbroken, private data is private.\n'
        : `${faults.length} promises were broken.\n`,
    );
    return faults.length === 0 ? 0 : 1;
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

function readRounds(argv: readonly string[]): number | undefined {
  try {
    const { values } = parseArgs({ args: [...argv], options: { rounds: { type: 'string', default: '50' } } });
    const rounds = Number(values.rounds);
    return Number.isInteger(rounds) && rounds >= 1 && rounds <= MOST_ROUNDS ? rounds : undefined;
  } catch {
    return undefined;
  }
}

import type { ProfileName } from '@sanfang/local-network';
import { findFabricBinaries } from '@sanfang/native-fabric';
import { deployBaseline } from '../measure/baseline.js';
import { median, percentile } from '../measure/load.js';
import { startUntilReady } from '../measure/start.js';
import { temporaryNetwork } from '../measure/temporary-network.js';
import { type Row, row } from '../row.js';
import type { SuiteContext } from '../suite.js';

const ROUNDS = 2;
const IN_FLIGHT = 200;
const LOADED_MS = 8_000;
const ALONE_MS = 3_000;

interface Figures {
  readonly perSecond: number;
  readonly aloneP50Ms: number;
}

/**
 * The network by itself: single transactions under load and alone, time to ready, memory of the whole tree.
 *
 * Baseline of every row is the same figure on native Fabric, in the same run, where its binaries are found.
 */
export async function networkSuite({ profile, progress }: SuiteContext): Promise<Row[]> {
  const other = await comparedWith(profile, progress);
  const own: Figures[] = [];
  const baseline: Figures[] = [];
  // The two take turns, so that a slow minute of the machine weighs on both.
  for (let round = 1; round <= ROUNDS; round += 1) {
    own.push(await measure(profile, (text) => progress(`${profile}, round ${round}: ${text}`)));
    if (other) baseline.push(await measure(other, (text) => progress(`${other}, round ${round}: ${text}`)));
  }
  progress(`${profile}: starting the whole consortium`);
  const start = await startUntilReady(profile);
  const startOther = other && (await startUntilReady(other));
  const of = (figures: readonly Figures[], pick: (f: Figures) => number) =>
    figures.length === 0 ? undefined : median(figures.map(pick));
  const perSecond = (f: Figures) => f.perSecond;
  const aloneP50Ms = (f: Figures) => f.aloneP50Ms;
  return [
    row('single-tx', median(own.map(perSecond)), 'tx/s', of(baseline, perSecond)),
    row('single-tx-latency', median(own.map(aloneP50Ms)), 'ms', of(baseline, aloneP50Ms)),
    row('start', start.seconds, 's', startOther?.seconds),
    row('memory', start.memoryMb, 'MB', startOther?.memoryMb),
  ];
}

async function comparedWith(
  profile: ProfileName,
  progress: (text: string) => void,
): Promise<ProfileName | undefined> {
  if (profile === 'native') return undefined;
  const search = await findFabricBinaries({ env: process.env });
  if (search.found) return 'native';
  progress(`native Fabric is not measured: ${search.message}`);
  return undefined;
}

async function measure(profile: ProfileName, progress: (text: string) => void): Promise<Figures> {
  const { network, remove } = await temporaryNetwork(profile, progress);
  try {
    const baseline = await deployBaseline(network);
    try {
      progress(`${IN_FLIGHT} transactions in flight`);
      const loaded = await baseline.measure({ callers: IN_FLIGHT, durationMs: LOADED_MS });
      progress(`${loaded.perSecond.toFixed(0)} tx/s; now one at a time`);
      const alone = await baseline.measure({ callers: 1, durationMs: ALONE_MS });
      const aloneP50Ms = percentile(alone.latenciesMs, 0.5);
      progress(`${aloneP50Ms.toFixed(1)} ms alone`);
      return { perSecond: loaded.perSecond, aloneP50Ms };
    } finally {
      baseline.close();
    }
  } finally {
    await remove();
  }
}

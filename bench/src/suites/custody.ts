import { connectCustodyCaller, upLedger } from '@sanfang/consortium';
import type { ProfileName } from '@sanfang/local-network';
import { findFabricBinaries } from '@sanfang/native-fabric';
import { CHUNK, measureClearing } from '../custody/clearing.js';
import { type Members, openAccounts } from '../custody/population.js';
import { measureLoneTransfers, measureTransfers, type TransferLoad } from '../custody/transfers.js';
import { type Baseline, deployBaseline } from '../measure/baseline.js';
import { median, percentile } from '../measure/load.js';
import { temporaryNetwork } from '../measure/temporary-network.js';
import { type Row, row } from '../row.js';
import type { SuiteContext } from '../suite.js';

/** Four chunks of clearing fit in side by side. */
const ACCOUNTS = 4 * CHUNK;
/** Accounts with transfers: 128 folios. */
const WITH_TRANSFERS = 2 * CHUNK;
const ROUNDS = 3;
const IN_FLIGHT = 200;
const LOADED_MS = 6_000;
const ALONE_MS = 3_000;
const CLEARING_CHUNKS = 24;
const BUSINESS_DATE = '2026-07-06';
const INITIATED_AT = `${BUSINESS_DATE}T10:00:00+08:00`;

/**
 * The custody book: transfers and clearing through the whole of the contracts' rules.
 *
 * Baseline of every row is the plain contract that creates one asset a transaction, on the same network in the
 * same run; on native Fabric where its binaries are found and no profile is asked for.
 */
export async function custodySuite({ profile, profileIsDefault, progress }: SuiteContext): Promise<Row[]> {
  const measured = profileIsDefault ? await nativeWhereFound(progress) : profile;
  const { network, remove } = await temporaryNetwork(measured, progress, (options) =>
    upLedger({ ...options, businessDate: BUSINESS_DATE }),
  );
  const closers: (() => void)[] = [];
  try {
    const [channel] = network.description.channels;
    if (channel === undefined) throw new Error('The network has no channel to measure on.');
    const caller = async (organisation: string, user: string) => {
      const connected = await connectCustodyCaller({
        network: network.description,
        channel,
        organisation,
        user,
      });
      closers.push(connected.close);
      return connected;
    };
    const members: Members = {
      bank: await caller(channel.bank, 'gateway'),
      broker: await caller(channel.broker, 'gateway'),
    };
    const accounts = await openAccounts(members, ACCOUNTS, { initiatedAt: INITIATED_AT, progress });
    const baseline = await deployBaseline(network);
    closers.push(baseline.close);
    const load: TransferLoad = {
      members,
      accounts: accounts.slice(0, WITH_TRANSFERS),
      initiatedAt: INITIATED_AT,
    };
    const transfers = await measureSideBySide(load, baseline, progress);
    const clearing = await caller(channel.broker, 'broker-clearing');
    const { perSecond: postings } = await measureClearing({
      members,
      clearing,
      accounts,
      chunks: CLEARING_CHUNKS,
    });
    progress(`${postings.toFixed(0)} postings/s in chunks of ${CHUNK}`);
    return [
      row('transfers', transfers.perSecond, 'transfers/s', transfers.plainPerSecond),
      row('transfer-latency', transfers.aloneMs, 'ms', transfers.plainAloneMs),
      row('clearing-postings', postings, 'postings/s', transfers.plainPerSecond),
    ];
  } finally {
    for (const close of closers) close();
    await remove();
  }
}

interface Figures {
  readonly perSecond: number;
  readonly plainPerSecond: number;
  readonly aloneMs: number;
  readonly plainAloneMs: number;
}

/** The two take turns, so that a slow minute of the machine weighs on both. */
async function measureSideBySide(
  load: TransferLoad,
  baseline: Baseline,
  progress: (text: string) => void,
): Promise<Figures> {
  await measureTransfers(load, LOADED_MS / 2);
  const rounds: Figures[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const plain = await baseline.measure({ callers: IN_FLIGHT, durationMs: LOADED_MS });
    const own = await measureTransfers(load, LOADED_MS);
    const plainAlone = await baseline.measure({ callers: 1, durationMs: ALONE_MS });
    const ownAlone = await measureLoneTransfers(load, ALONE_MS);
    const plainAloneMs = percentile(plainAlone.latenciesMs, 0.5);
    progress(
      `round ${round}: ${own.perSecond.toFixed(0)} transfers/s to ${plain.perSecond.toFixed(0)} plain, alone ${ownAlone.p50Ms.toFixed(1)} ms to ${plainAloneMs.toFixed(1)} ms`,
    );
    rounds.push({
      perSecond: own.perSecond,
      plainPerSecond: plain.perSecond,
      aloneMs: ownAlone.p50Ms,
      plainAloneMs,
    });
  }
  const of = (pick: (figures: Figures) => number) => median(rounds.map(pick));
  return {
    perSecond: of(({ perSecond }) => perSecond),
    plainPerSecond: of(({ plainPerSecond }) => plainPerSecond),
    aloneMs: of(({ aloneMs }) => aloneMs),
    plainAloneMs: of(({ plainAloneMs }) => plainAloneMs),
  };
}

async function nativeWhereFound(progress: (text: string) => void): Promise<ProfileName> {
  const search = await findFabricBinaries({ env: process.env });
  if (search.found) return 'native';
  progress(`measured on embedded, not on native Fabric: ${search.message}`);
  return 'embedded';
}

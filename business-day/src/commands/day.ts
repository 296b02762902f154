import { isOperatorMistake } from '@sanfang/consortium';
import { InputError } from '../input/csv.js';
import { type RelationshipPlan, readPlan } from '../input/plan.js';
import { GatewayProblem, GatewayUnreachable } from '../play/gateway-client.js';
import { playDay } from '../play/play-day.js';
import { jsonReport } from '../report/json.js';
import type { PlayedRelationship } from '../report/result.js';
import { table } from '../report/table.js';
import { DAY_USAGE, type DayOptions, readDayOptions } from './day-options.js';
import { Progress } from './progress.js';
import { Members, openVenue } from './venue.js';

const MOST_DIFFERENCES_SHOWN = 20;

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const warn = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/**
 * `npm run day`: plays a business day from its files and prints totals that it has checked against them.
 *
 * @returns exit code: 0 where everything is as planned, 1 where something differs or could not be done, 2 where
 *   the options or files are wrong
 */
export async function dayCommand(argv: readonly string[]): Promise<number> {
  let options: DayOptions | 'help';
  try {
    options = readDayOptions(argv);
  } catch (error) {
    warn(`${error instanceof Error ? error.message : String(error)}\n\n${DAY_USAGE}`);
    return 2;
  }
  if (options === 'help') {
    say(DAY_USAGE);
    return 0;
  }
  try {
    return await day(options);
  } catch (error) {
    if (error instanceof InputError) {
      warn(error.message);
      return 2;
    }
    if (!isCurable(error)) throw error;
    warn(error.message);
    return 1;
  }
}

class BrokenOff extends Error {
  override readonly name = 'BrokenOff';
}

/** What the reader can cure: its message is enough, without a stack. */
function isCurable(error: unknown): error is Error {
  return (
    isOperatorMistake(error) ||
    error instanceof GatewayProblem ||
    error instanceof GatewayUnreachable ||
    error instanceof BrokenOff
  );
}

async function day(options: DayOptions): Promise<number> {
  const plans = await readPlan(options.clientsFile, options.transfersFile);
  const progress = new Progress(process.stderr, {
    accounts: count(plans, ({ clients }) => clients.length),
    transfers: count(plans, ({ transfers }) => transfers.length),
  });
  const brokenOff = new AbortController();
  const breakOff = () =>
    brokenOff.abort(
      new BrokenOff('The day was broken off. Played again with the same --data, it goes on where it was.'),
    );
  process.once('SIGINT', breakOff).once('SIGTERM', breakOff);
  try {
    const results = await playAt(options, { plans, progress, signal: brokenOff.signal });
    return report(results, options);
  } finally {
    process.off('SIGINT', breakOff).off('SIGTERM', breakOff);
  }
}

interface TimedResults {
  readonly results: readonly PlayedRelationship[];
  /** From the first account to the last balance. */
  readonly seconds: number;
}

async function playAt(
  { where }: DayOptions,
  {
    plans,
    progress,
    signal,
  }: { plans: readonly RelationshipPlan[]; progress: Progress; signal: AbortSignal },
): Promise<TimedResults> {
  const venue = await openVenue(where, (step) => progress.step(step));
  try {
    signal.throwIfAborted();
    const members = await Members.connect(venue.description, signal);
    try {
      // Every relationship is looked up before the first account is opened.
      const stages = new Map(plans.map(({ relationship }) => [relationship, members.stageOf(relationship)]));
      const startedAt = performance.now();
      const results = await playDay(
        plans,
        (relationship) => stages.get(relationship) ?? members.stageOf(relationship),
        progress,
      );
      return { results, seconds: (performance.now() - startedAt) / 1000 };
    } finally {
      await members.close();
    }
  } finally {
    await venue.close();
  }
}

function report({ results, seconds }: TimedResults, { json }: DayOptions): number {
  const differences = results.flatMap((result) => result.differences);
  if (json) say(JSON.stringify(jsonReport(results, seconds), undefined, 2));
  else say(`\n${table(results)}\n\nPlayed in ${seconds.toFixed(1)} s.`);
  if (differences.length === 0) return 0;

  const shown = differences.slice(0, MOST_DIFFERENCES_SHOWN);
  const more = differences.length - shown.length;
  warn(`\nThe day is not as its files ask for. ${differences.length} differences:`);
  warn(
    [...shown.map((difference) => `  ${difference}`), ...(more > 0 ? [`  … and ${more} more.`] : [])].join(
      '\n',
    ),
  );
  return 1;
}

function count(plans: readonly RelationshipPlan[], of: (plan: RelationshipPlan) => number): number {
  return plans.reduce((sum, plan) => sum + of(plan), 0);
}

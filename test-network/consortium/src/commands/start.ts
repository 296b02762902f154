import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Consortium, upConsortium } from '../consortium.js';
import { isOperatorMistake } from './operator-mistake.js';
import { profilesFound } from './profiles-found.js';
import { Progress } from './progress.js';
import { readStartOptions, START_USAGE, type StartOptions } from './start-options.js';
import { summary } from './summary.js';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** `npm start`: brings the consortium up, says where everything is, and runs until it is told to stop. */
export async function startCommand(argv: readonly string[]): Promise<number> {
  let options: StartOptions | 'help';
  try {
    options = readStartOptions(argv, ROOT);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${START_USAGE}\n`);
    return 2;
  }
  if (options === 'help') {
    say(START_USAGE);
    return 0;
  }
  return start(options);
}

async function start(options: StartOptions): Promise<number> {
  say(`Sanfang 三方 — ${options.profile} Fabric, data in ${path.relative(process.cwd(), options.dataDir)}`);
  const found = options.profileIsDefault ? profilesFound() : undefined;
  const stopAsked = stopSignal();
  const progress = new Progress(process.stdout);
  let consortium: Consortium;
  try {
    consortium = await upConsortium({
      ...options,
      onProgress: (step) => progress.begin(step),
      onCrash: (report) => process.stderr.write(`${report}\n`),
    });
  } catch (error) {
    progress.failed();
    if (!isOperatorMistake(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
  const seconds = progress.done();
  say(`Ready in ${seconds.toFixed(1)} s\n`);
  say(summary(consortium));
  if (found !== undefined) say(`\n  ${await found}`);
  if (!options.exitWhenReady) {
    say('\nCtrl-C stops everything; npm start again continues with the same data.');
    await stopAsked;
    say('\nStopping …');
  }
  await consortium.stop();
  say('Stopped.');
  return 0;
}

/** Resolves at the first Ctrl-C or termination signal; a second one ends the process as usual. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

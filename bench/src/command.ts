import { parseArgs } from 'node:util';
import { isProfile, PROFILES } from '@sanfang/local-network';
import { table } from './row.js';
import type { Suite } from './suite.js';
import { custodySuite } from './suites/custody.js';
import { networkSuite } from './suites/network.js';

const SUITES: Readonly<Record<string, Suite>> = { network: networkSuite, custody: custodySuite };

const USAGE = `npm run bench -- --suite ${Object.keys(SUITES).join('|')} [--profile ${PROFILES.join('|')}] [--json]`;

/** `npm run bench`: a table for a person, or with `--json` an array of rows and nothing else on standard output. */
export async function benchCommand(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  if ('mistake' in options) {
    process.stderr.write(`${options.mistake} Use: ${USAGE}\n`);
    return 2;
  }
  const { suite, profile, profileIsDefault, json } = options;
  const rows = await suite({
    profile,
    profileIsDefault,
    progress: (text) => process.stderr.write(`  ${text}\n`),
  });
  process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : `${table(rows)}\n`);
  return 0;
}

function readOptions(argv: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        suite: { type: 'string' },
        profile: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const suite = values.suite === undefined ? undefined : SUITES[values.suite];
    if (suite === undefined) return { mistake: `--suite ${values.suite ?? ''} is not one of the suites.` };
    const { profile = 'embedded' } = values;
    if (!isProfile(profile)) return { mistake: `--profile ${profile} is unknown.` };
    return { suite, profile, profileIsDefault: values.profile === undefined, json: values.json };
  } catch (error) {
    return { mistake: error instanceof Error ? error.message : String(error) };
  }
}

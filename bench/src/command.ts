import { parseArgs } from 'node:util';
import { isProfile, PROFILES } from '@sanfang/local-network';
import { table } from './row.js';
import type { Suite } from './suite.js';
import { networkSuite } from './suites/network.js';

const SUITES: Readonly<Record<string, Suite>> = { network: networkSuite };

const USAGE = `npm run bench -- --suite ${Object.keys(SUITES).join('|')} [--profile ${PROFILES.join('|')}] [--json]`;

/** `npm run bench`: a table for a person, or with `--json` an array of rows and nothing else on standard output. */
export async function benchCommand(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  if ('mistake' in options) {
    process.stderr.write(`${options.mistake} Use: ${USAGE}\n`);
    return 2;
  }
  const { suite, profile, json } = options;
  const rows = await suite({ profile, progress: (text) => process.stderr.write(`  ${text}\n`) });
  process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : `${table(rows)}\n`);
  return 0;
}

function readOptions(argv: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        suite: { type: 'string' },
        profile: { type: 'string', default: 'embedded' },
        json: { type: 'boolean', default: false },
      },
    });
    const suite = values.suite === undefined ? undefined : SUITES[values.suite];
    if (suite === undefined) return { mistake: `--suite ${values.suite ?? ''} is not one of the suites.` };
    if (!isProfile(values.profile)) return { mistake: `--profile ${values.profile} is unknown.` };
    return { suite, profile: values.profile, json: values.json };
  } catch (error) {
    return { mistake: error instanceof Error ? error.message : String(error) };
  }
}

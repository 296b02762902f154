// Runs the conformance suite on one profile: `npm run conformance -- --profile embedded|native`.
import { parseArgs } from 'node:util';
import { prepare, refuse, run, tool } from './lib/prepare.mjs';

const PROFILES = ['embedded', 'native'];

function options() {
  try {
    const { values, positionals } = parseArgs({
      options: { profile: { type: 'string', default: 'embedded' } },
      allowPositionals: true,
    });
    return { profile: values.profile, filters: positionals };
  } catch (error) {
    return refuse(
      `${error.message} Use: npm run conformance -- [--profile ${PROFILES.join('|')}] [case file …]`,
      2,
    );
  }
}

const { profile, filters } = options();
if (!PROFILES.includes(profile)) {
  refuse(`--profile ${profile} is unknown: give one of ${PROFILES.join(', ')}.`, 2);
}
prepare();
process.exitCode = run(
  tool('vitest'),
  ['run', '-c', 'test-network/conformance/vitest.config.ts', ...filters],
  { env: { SANFANG_PROFILE: profile } },
);

// Runs everything that says whether Sanfang works, and ends with what was and what was not run.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare, run, tool } from './lib/prepare.mjs';

const reports = mkdtempSync(join(tmpdir(), 'sanfang-test-'));
const ran = [];
const notRun = [];
let passed = 0;
let failed = 0;

function heading(name) {
  process.stderr.write(`\n=== ${name}\n`);
}

/** A step that only passes or fails. */
function check(name, command, args) {
  heading(name);
  const ok = run(command, args) === 0;
  ran.push({ name, result: ok ? 'passed' : 'FAILED' });
  if (ok) passed += 1;
  else failed += 1;
  return ok;
}

/** A Vitest run; its counts are read from the report that Vitest writes, never from what it prints. */
function vitest(name, args, env = {}) {
  heading(name);
  const report = join(reports, `${ran.length}.json`);
  const exitCode = run(
    tool('vitest'),
    ['run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    {
      env,
    },
  );
  const counts = readCounts(report);
  passed += counts.passed;
  failed += counts.failed;
  // A suite that could not even be collected has no failed test to count, so its exit code speaks.
  if (exitCode !== 0 && counts.failed === 0) failed += 1;
  ran.push({
    name,
    result: exitCode === 0 ? `${counts.passed} passed` : `${counts.failed} FAILED, ${counts.passed} passed`,
  });
}

function readCounts(report) {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests };
  } catch (error) {
    process.stderr.write(`No report of this step could be read: ${error.message}\n`);
    return { passed: 0, failed: 0 };
  }
}

const CONFORMANCE = ['-c', 'test-network/conformance/vitest.config.ts'];

/** What also runs on real Fabric, with nothing changed, where its programs are found. */
async function onNative() {
  const { findFabricBinaries } = await import('@sanfang/local-network');
  const search = await findFabricBinaries({ env: process.env });
  const suites = [
    { name: 'conformance', args: CONFORMANCE },
    { name: 'the custody book', args: ['-c', 'vitest.e2e.config.ts', '--project', 'custody'] },
  ];
  for (const { name, args } of suites) {
    if (search.found) {
      vitest(`${name} on native Fabric ${search.binaries.version}`, args, { SANFANG_PROFILE: 'native' });
    } else {
      notRun.push({ name: `${name} on native Fabric`, why: search.message });
    }
  }
}

const started = Date.now();
prepare();
ran.push({ name: 'build', result: 'passed' });
check('format and lint', tool('biome'), ['ci', '--error-on-warnings', '--colors=off']);
check('types of sources and tests', tool('tsc'), ['-p', 'tsconfig.check.json']);
vitest('unit', []);
vitest('conformance on embedded Fabric', CONFORMANCE, { SANFANG_PROFILE: 'embedded' });
vitest('end to end', ['-c', 'vitest.e2e.config.ts']);
await onNative();
rmSync(reports, { recursive: true });

const minutes = ((Date.now() - started) / 60_000).toFixed(1);
process.stdout.write(`\nRun in ${minutes} minutes:\n`);
for (const { name, result } of ran) process.stdout.write(`  ${name}: ${result}\n`);
process.stdout.write(notRun.length === 0 ? 'Not run: nothing\n' : 'Not run:\n');
for (const { name, why } of notRun) process.stdout.write(`  ${name}: ${why}\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

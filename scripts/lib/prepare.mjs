// What every command does first on a fresh machine, in plain Node.js because nothing is installed or built yet.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const LEAST_NODE = [20, 9];
const INSTALLED_STAMP = join(ROOT, 'node_modules', '.installed-from');

/** Ends the process with one clear sentence; `exitCode` 2 means that the caller's input was wrong. */
export function refuse(sentence, exitCode = 1) {
  process.stderr.write(`${sentence}\n`);
  process.exit(exitCode);
}

/** Runs a command with its output on standard error, so that standard output stays the command's own. */
export function run(command, args, { env = {}, cwd = ROOT } = {}) {
  const done = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
  });
  if (done.error) throw done.error;
  return done.status ?? 1;
}

/** The path of a command that a dependency brought. */
export function tool(name) {
  return join(ROOT, 'node_modules', '.bin', name);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const tooOld = major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1]);
  if (tooOld) {
    refuse(
      `Node.js ${process.versions.node} is too old: Sanfang needs ${LEAST_NODE.join('.')} or newer; install a current one from nodejs.org and run the command again.`,
    );
  }
}

function installDependencies() {
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  if (existsSync(INSTALLED_STAMP) && readFileSync(INSTALLED_STAMP, 'utf8') === lock) return;
  process.stderr.write('Installing dependencies (npm ci) …\n');
  if (run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']) !== 0) {
    refuse(
      'The dependencies could not be installed: see npm’s message above, cure it, and run the command again.',
    );
  }
  writeFileSync(INSTALLED_STAMP, lock);
}

function build() {
  if (run(tool('tsc'), ['-b']) !== 0) {
    refuse('The sources do not compile: see the messages above.');
  }
}

/** Checks Node.js, installs what is missing and builds; quick when nothing changed. */
export function prepare() {
  checkNode();
  installDependencies();
  build();
}

/** Prepares, then hands over to a built command that answers with its exit code. */
export async function runBuilt(module, command) {
  prepare();
  const built = await import(module);
  process.exitCode = await built[command](process.argv.slice(2));
}

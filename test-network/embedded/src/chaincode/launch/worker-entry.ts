import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The compiled file that a chaincode's worker thread runs.
 *
 * A worker is started by Node.js itself, which cannot read TypeScript: when this module is run from its source, as
 * tests do, the worker's code is taken from the build.
 */
export function workerEntry(): URL {
  const beside = new URL('./worker-main.js', import.meta.url);
  if (existsSync(beside)) {
    return beside;
  }
  const built = new URL(beside.href.replace('/src/chaincode/', '/dist/chaincode/'));
  if (!existsSync(built)) {
    throw new Error(`${fileURLToPath(built)} is missing: build the project first (npm run build).`);
  }
  return built;
}

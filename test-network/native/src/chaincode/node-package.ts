import { access, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { OperatorError } from '../operator-error.js';

const LAUNCHER = 'fabric-chaincode-node';

/** How a folder with a Node.js chaincode package is run as a service. */
export type ChaincodeLaunch =
  /** By the launcher of the package's own fabric-shim: this file, with `server`. */
  | { readonly kind: 'launcher'; readonly cli: string }
  /** The package starts a server itself, told by the environment where to listen. */
  | { readonly kind: 'own-server'; readonly script: 'start' | 'start:server' };

interface PackageJson {
  readonly main?: string;
  readonly scripts?: Readonly<Record<string, string>>;
}

/** @throws OperatorError if the folder holds no chaincode package that can be run as it is. */
export async function inspectChaincode(folder: string): Promise<ChaincodeLaunch> {
  const manifest = await readManifest(folder);
  const start = manifest.scripts?.start;
  if (start === undefined) {
    throw new OperatorError(
      `The chaincode package in ${folder} has no start script: give its package.json "start": "${LAUNCHER} start".`,
    );
  }
  if (start.includes(LAUNCHER)) {
    await assertBuilt(folder, manifest);
    return { kind: 'launcher', cli: await launcherOf(folder) };
  }
  if (/--peer\.address|CORE_PEER_ADDRESS/.test(start) && !manifest.scripts?.['start:server']) {
    throw new OperatorError(
      `The chaincode package in ${folder} connects to a peer (its start script is "${start}"), and native Fabric without Docker runs chaincode as a service: start it with ${LAUNCHER}, or add a start:server script.`,
    );
  }
  return { kind: 'own-server', script: manifest.scripts?.['start:server'] ? 'start:server' : 'start' };
}

async function readManifest(folder: string): Promise<PackageJson> {
  const file = path.join(folder, 'package.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new OperatorError(
      `There is no Node.js chaincode package in ${folder}: its package.json cannot be read.`,
    );
  }
  try {
    return JSON.parse(text) as PackageJson;
  } catch (error) {
    throw new OperatorError(`The file ${file} is not JSON: ${(error as Error).message}.`);
  }
}

async function assertBuilt(folder: string, manifest: PackageJson): Promise<void> {
  const require = createRequire(path.join(folder, 'package.json'));
  try {
    require.resolve(folder);
  } catch {
    const main = path.join(folder, manifest.main ?? 'index.js');
    throw new OperatorError(
      `The chaincode package in ${folder} is not built: its main file ${main} does not exist; run its build first.`,
    );
  }
}

/** The package's own fabric-shim, wherever its node_modules (or those of its workspace) keep it. */
async function launcherOf(folder: string): Promise<string> {
  const require = createRequire(path.join(folder, 'package.json'));
  let manifest: string;
  try {
    manifest = require.resolve('fabric-shim/package.json');
  } catch {
    throw new OperatorError(
      `The chaincode package in ${folder} has no fabric-shim installed: run npm install in it first.`,
    );
  }
  const shim = JSON.parse(await readFile(manifest, 'utf8')) as { bin?: Readonly<Record<string, string>> };
  const cli = path.join(path.dirname(manifest), shim.bin?.[LAUNCHER] ?? 'cli.js');
  await access(cli);
  return cli;
}

import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const NAMES = ['peer', 'orderer', 'configtxgen', 'osnadmin'] as const;

export type BinaryName = (typeof NAMES)[number];

/** Absolute paths of Fabric's programs, and the version that `peer version` tells, e.g. `3.1.5`. */
export type FabricBinaries = Readonly<Record<BinaryName, string>> & { readonly version: string };

export type BinariesSearch =
  | { readonly found: true; readonly binaries: FabricBinaries }
  | { readonly found: false; readonly missing: readonly BinaryName[]; readonly message: string };

/**
 * Looks for Fabric's programs in FABRIC_BIN, then in PATH.
 *
 * Not finding them is an answer, not an error: its message names what is missing, where was looked, and the remedy.
 */
export async function findFabricBinaries(options: {
  readonly env: NodeJS.ProcessEnv;
  /** Takes the place of FABRIC_BIN. */
  readonly fabricBin?: string;
}): Promise<BinariesSearch> {
  const preferred = options.fabricBin ?? options.env.FABRIC_BIN;
  // A folder that was named is meant: taking half of the programs from elsewhere would mix versions.
  const folders = preferred ? [preferred] : (options.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const located = await Promise.all(NAMES.map(async (name) => [name, await locate(name, folders)] as const));
  const missing = located.filter(([, file]) => file === undefined).map(([name]) => name);
  const files = Object.fromEntries(located) as Record<BinaryName, string | undefined>;
  if (missing.length > 0 || !files.peer) {
    return { found: false, missing, message: missingMessage(missing, preferred) };
  }
  const version = await peerVersion(files.peer);
  return { found: true, binaries: { ...(files as Record<BinaryName, string>), version } };
}

function missingMessage(missing: readonly BinaryName[], preferred: string | undefined): string {
  const place = preferred ? `FABRIC_BIN (${preferred})` : 'PATH (FABRIC_BIN is not set)';
  return (
    `Fabric's ${missing.join(', ')} ${missing.length === 1 ? 'was' : 'were'} not found in ${place}: ` +
    'unpack the binaries of an official Hyperledger Fabric release (2.5 or 3.x) and set FABRIC_BIN to their bin folder.'
  );
}

async function locate(name: BinaryName, folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    const file = path.resolve(folder, name);
    if (await isExecutable(file)) {
      return file;
    }
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    // Absent or not ours to run: either way the next folder may have it.
    return false;
  }
}

async function peerVersion(peer: string): Promise<string> {
  const { stdout } = await run(peer, ['version'], { timeout: 10_000 });
  return /Version:\s*v?(\S+)/.exec(stdout)?.[1] ?? 'unknown';
}

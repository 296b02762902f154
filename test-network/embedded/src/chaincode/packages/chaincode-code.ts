import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { parseConnectionFile, type ServerConnection } from './connection-file.js';
import type { PackageMetadata } from './package-file.js';

/** How the chaincode of an installed package is run. */
export type ChaincodeCode =
  /** A Node.js package for `fabric-chaincode-node`, run in a worker thread. */
  | { readonly kind: 'worker'; readonly folder: string }
  /** A Node.js package with a start script of its own, run as a child process that connects to the peer. */
  | { readonly kind: 'process'; readonly folder: string }
  /** A service that runs elsewhere. */
  | { readonly kind: 'server'; readonly connection: ServerConnection };

const FolderFile = z.object({ path: z.string() });
const NodePackage = z.object({ scripts: z.object({ start: z.string().optional() }).optional() });

/**
 * Finds out how to run unpacked code.
 *
 * Types: `ccaas` with connection.json, `node` with src/package.json, and `folder` with folder.json, which names a
 * folder of this machine and is for development.
 *
 * @throws Error with a sentence for a human
 */
export function chaincodeCode(metadata: PackageMetadata, dir: string): ChaincodeCode {
  switch (metadata.type.toLowerCase()) {
    case 'ccaas':
    case 'external':
      return { kind: 'server', connection: parseConnectionFile(required(dir, 'connection.json')) };
    case 'node':
      return nodeCode(path.join(dir, 'src'));
    case 'folder':
      return nodeCode(path.resolve(FolderFile.parse(JSON.parse(required(dir, 'folder.json'))).path));
    default:
      throw new Error(
        `packages of type '${metadata.type}' cannot be run here: use 'node', or run the chaincode as a service and package it as 'ccaas'`,
      );
  }
}

function nodeCode(folder: string): ChaincodeCode {
  const { scripts } = NodePackage.parse(JSON.parse(required(folder, 'package.json')));
  const start = scripts?.start;
  const ownScript = start !== undefined && !start.includes('fabric-chaincode-node');
  return { kind: ownScript || !shimCanServe(folder) ? 'process' : 'worker', folder };
}

/** Whether the package's shim has the server mode that a worker thread goes through; those before 2.3 have not. */
function shimCanServe(folder: string): boolean {
  let shim: string;
  try {
    shim = createRequire(path.join(folder, 'package.json')).resolve('fabric-shim/package.json');
  } catch {
    throw new Error(`the chaincode in ${folder} has no fabric-shim: run "npm install" there first`);
  }
  return existsSync(path.join(path.dirname(shim), 'lib', 'cmds', 'serverCommand.js'));
}

function required(dir: string, name: string): string {
  const file = path.join(dir, name);
  if (!existsSync(file)) {
    throw new Error(`${file} not found`);
  }
  return readFileSync(file, 'utf8');
}

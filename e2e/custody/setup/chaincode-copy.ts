import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const LIES = fileURLToPath(new URL('../lies', import.meta.url));

/** Runs the contracts as built; a member that tells lies when it starts runs the altered ones. */
const MAIN = `'use strict';
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { contracts } = require('./dist');

const lies = JSON.parse(readFileSync(join(__dirname, 'lies.json'), 'utf8'));
if (lies[process.env.CORE_PEER_LOCALMSPID] !== undefined) {
  for (const file of readdirSync(join(__dirname, 'lies'))) require('./lies/' + file);
}
exports.contracts = contracts;
`;

/** A copy of the built chaincode package, outside the repository, in which each member can alter what it runs. */
export async function copyChaincode(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const manifest = JSON.parse(await readFile(path.join(ROOT, 'chaincode', 'package.json'), 'utf8'));
  await Promise.all([
    cp(path.join(ROOT, 'chaincode', 'dist'), path.join(folder, 'dist'), { recursive: true }),
    cp(LIES, path.join(folder, 'lies'), { recursive: true }),
    symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction'),
    writeFile(path.join(folder, 'main.js'), MAIN),
    writeFile(path.join(folder, 'lies.json'), '{}'),
    writeFile(
      path.join(folder, 'package.json'),
      JSON.stringify({ ...manifest, main: 'main.js', exports: undefined, files: undefined }),
    ),
  ]);
}

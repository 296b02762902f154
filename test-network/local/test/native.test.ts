import { describe } from 'vitest';
import { findFabricBinaries } from '../src/index.js';
import { networkSuite } from './network-suite.js';

const search = await findFabricBinaries({ env: process.env });
if (!search.found) {
  process.stderr.write(`Not run: the local network on native Fabric. ${search.message}\n`);
}

describe.runIf(search.found)('with the programs of a Fabric release', () => {
  networkSuite('native');
});

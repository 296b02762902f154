import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { SigningIdentity } from '../../identity/signing-identity.js';
import { makeTestGenesis, type TestGenesisOptions } from '../../identity/testing/test-genesis.js';
import { makeTestOrg, type TestOrg, type TestRole } from '../../identity/testing/test-org.js';

/** What stays when a test's ledger is closed and opened again. */
export interface TestNetwork {
  readonly dir: string;
  readonly genesis: common.Block;
  readonly orderer: SigningIdentity;
  readonly ordererAdmin: SigningIdentity;
  readonly client: SigningIdentity;
  /** By MSP id. */
  readonly peers: ReadonlyMap<string, SigningIdentity>;
}

export const CHANNEL = 'testchannel';

const MSP_IDS = ['AMSP', 'BMSP', 'CMSP'] as const;
const GENESIS_FILE = 'genesis.block';

/** Organisations `AMSP`, `BMSP` and `CMSP`, an orderer, and the genesis block of a channel of theirs. */
export async function makeTestNetwork(genesis: Partial<TestGenesisOptions> = {}): Promise<TestNetwork> {
  const dir = await mkdtemp(join(tmpdir(), 'embedded-ledger-'));
  const orgs = await Promise.all(MSP_IDS.map((mspId) => makeTestOrg(mspId)));
  const ordererOrg = await makeTestOrg('OrdererMSP');
  const block = makeTestGenesis({
    channelId: CHANNEL,
    applicationOrgs: orgs,
    ordererOrg,
    lifecycleEndorsement: "OR('AMSP.member')",
    ...genesis,
  });
  await writeFile(join(dir, GENESIS_FILE), block.serializeBinary());
  for (const org of orgs) {
    await writeMsp(dir, org, 'peer');
    await writeMsp(dir, org, 'client');
  }
  await writeMsp(dir, ordererOrg, 'orderer');
  await writeMsp(dir, ordererOrg, 'admin');
  return await loadTestNetwork(dir);
}

/** Reads a network that another process has made. */
export async function loadTestNetwork(dir: string): Promise<TestNetwork> {
  const identity = (mspId: string, role: TestRole) =>
    SigningIdentity.fromMspDir(mspDir(dir, mspId, role), mspId);
  return {
    dir,
    genesis: common.Block.deserializeBinary(await readFile(join(dir, GENESIS_FILE))),
    orderer: identity('OrdererMSP', 'orderer'),
    ordererAdmin: identity('OrdererMSP', 'admin'),
    client: identity('AMSP', 'client'),
    peers: new Map(MSP_IDS.map((mspId) => [mspId, identity(mspId, 'peer')])),
  };
}

async function writeMsp(dir: string, org: TestOrg, role: TestRole): Promise<void> {
  await org.writeMspDir(mspDir(dir, org.mspId, role), role);
}

function mspDir(dir: string, mspId: string, role: TestRole): string {
  return join(dir, 'identities', mspId, role);
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTestGenesis, type TestGenesisOptions } from '../../src/identity/testing/test-genesis.js';
import { makeTestOrg, type TestOrg, type TestRole } from '../../src/identity/testing/test-org.js';
import type { EmbeddedConfig } from '../../src/index.js';

export const CHANNEL = 'mychannel';

export interface TestMember {
  readonly org: TestOrg;
  readonly peerName: string;
  /** host:port */
  readonly endpoint: string;
}

export interface TestNetwork {
  readonly dir: string;
  readonly config: EmbeddedConfig;
  readonly members: readonly TestMember[];
  readonly orderer: TestMember;
  remove(): void;
}

/** Identities, TLS files and a genesis block for one peer of each organisation, on free ports, in a folder under the system's. */
export async function makeTestNetwork(
  mspIds: readonly string[],
  genesis: Partial<TestGenesisOptions> = {},
): Promise<TestNetwork> {
  const dir = mkdtempSync(join(tmpdir(), 'embedded-fabric-'));
  const ports = await freePorts(mspIds.length + 1);
  const orgs = await Promise.all(mspIds.map((mspId) => makeTestOrg(mspId)));
  const ordererOrg = await makeTestOrg('OrdererMSP');
  const orderer = await writeNode({
    dir,
    org: ordererOrg,
    role: 'orderer',
    name: 'orderer0.test',
    port: ports[0],
  });
  const peers = await Promise.all(
    orgs.map((org, index) =>
      writeNode({
        dir,
        org,
        role: 'peer',
        name: `peer0.${org.mspId.toLowerCase()}.test`,
        port: ports[index + 1],
      }),
    ),
  );
  const genesisBlock = join(dir, `${CHANNEL}.block`);
  const block = makeTestGenesis({
    channelId: CHANNEL,
    applicationOrgs: orgs,
    ordererOrg,
    ordererEndpoint: orderer.externalEndpoint,
    ...genesis,
  });
  writeFileSync(genesisBlock, block.serializeBinary());
  const member = (org: TestOrg, node: { name: string; externalEndpoint: string }): TestMember => ({
    org,
    peerName: node.name,
    endpoint: node.externalEndpoint,
  });
  return {
    dir,
    config: {
      dataDir: join(dir, 'data'),
      orderer,
      peers,
      channels: [{ genesisBlock, peers: peers.map(({ name }) => name) }],
    },
    members: orgs.map((org, index) => member(org, at(peers, index))),
    orderer: member(ordererOrg, orderer),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

interface NodeToWrite {
  readonly dir: string;
  readonly org: TestOrg;
  readonly role: TestRole;
  readonly name: string;
  readonly port: number | undefined;
}

async function writeNode({
  dir,
  org,
  role,
  name,
  port = 0,
}: NodeToWrite): Promise<EmbeddedConfig['orderer'] & { externalEndpoint: string }> {
  const nodeDir = join(dir, name);
  const mspDir = join(nodeDir, 'msp');
  await org.writeMspDir(mspDir, role, { name });
  const tls = await org.tls(name);
  mkdirSync(join(nodeDir, 'tls'), { recursive: true });
  const files = { cert: 'server.crt', key: 'server.key', ca: 'ca.crt' };
  const path = (file: string) => join(nodeDir, 'tls', file);
  writeFileSync(path(files.cert), tls.cert);
  writeFileSync(path(files.key), tls.key, { mode: 0o600 });
  writeFileSync(path(files.ca), tls.ca);
  return {
    name,
    mspId: org.mspId,
    mspDir,
    host: '127.0.0.1',
    port,
    externalEndpoint: `localhost:${port}`,
    tls: { cert: path(files.cert), key: path(files.key), ca: path(files.ca) },
  };
}

/** Ports that were free a moment ago, all different. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            resolve(typeof address === 'object' && address !== null ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

export function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) {
    throw new Error(`there are only ${items.length} items`);
  }
  return item;
}

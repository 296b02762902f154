import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Contract, type ContractEvent, Gateway, Wallets, type X509Identity } from 'fabric-network';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedFabric, startEmbedded } from '../src/index.js';
import { deploy } from './support/deploy.js';
import { at, CHANNEL, makeTestNetwork, type TestMember, type TestNetwork } from './support/test-network.js';

let network: TestNetwork;
let fabric: EmbeddedFabric;
const gateways: Gateway[] = [];

beforeAll(async () => {
  network = await makeTestNetwork(['BankMSP', 'BrokerMSP'], {
    lifecycleEndorsement: "AND('BankMSP.peer', 'BrokerMSP.peer')",
  });
  fabric = await startEmbedded(network.config);
  await deploy({
    name: 'assets',
    policy: "AND('BankMSP.peer', 'BrokerMSP.peer')",
    runBy: network.members,
    approvedBy: network.members,
  });
}, 120_000);

afterAll(async () => {
  for (const gateway of gateways) {
    gateway.disconnect();
  }
  await fabric?.stop();
  network?.remove();
});

describe('an application on fabric-network 2.2', () => {
  it('finds the endorsers by discovery, submits, and reads', async () => {
    const contract = await contractOf({ enabled: true, asLocalhost: false }, profile());
    await contract.submitTransaction('create', 'n1', 'one');
    expect((await contract.evaluateTransaction('read', 'n1')).toString()).toBe('one');
  });

  it('finds them behind localhost, too', async () => {
    const contract = await contractOf({ enabled: true, asLocalhost: true }, profile());
    await contract.submitTransaction('create', 'n2', 'two');
    expect((await contract.evaluateTransaction('read', 'n2')).toString()).toBe('two');
  });

  it('works without discovery from a profile that names all nodes', async () => {
    const contract = await contractOf({ enabled: false, asLocalhost: false }, fullProfile());
    await contract.submitTransaction('create', 'n3', 'three');
    expect((await contract.evaluateTransaction('read', 'n3')).toString()).toBe('three');
  });

  it('is told what the chaincode said', async () => {
    const contract = await contractOf({ enabled: true, asLocalhost: false }, profile());
    await expect(contract.evaluateTransaction('read', 'ghost')).rejects.toThrow('asset ghost does not exist');
    await expect(contract.submitTransaction('append', 'ghost', 'x')).rejects.toThrow(
      'asset ghost does not exist',
    );
  });

  it('hears events of chaincode, filtered and with their payload, and of blocks', async () => {
    const contract = await contractOf({ enabled: true, asLocalhost: false }, profile());
    const txId: { value?: string } = {};
    const full = await listen(contract, 'full', txId);
    const filtered = await listen(contract, 'filtered', txId);
    const transaction = contract.createTransaction('create');
    txId.value = transaction.getTransactionId();
    await transaction.submit('n4', 'four');
    expect([(await full.heard).eventName, (await full.heard).payload?.toString()]).toEqual(['Created', 'n4']);
    expect([(await filtered.heard).eventName, (await filtered.heard).payload]).toEqual([
      'Created',
      undefined,
    ]);
  });
});

/** Listening begins with the newest block there is, so that what is heard first may be of another transaction. */
async function listen(contract: Contract, type: 'full' | 'filtered', txId: { value?: string }) {
  let tell: (event: ContractEvent) => void = () => {};
  const heard = new Promise<ContractEvent>((resolve) => {
    tell = resolve;
  });
  const listener = async (event: ContractEvent) => {
    if (event.getTransactionEvent().transactionId === txId.value) {
      tell(event);
    }
  };
  await contract.addContractListener(listener, { type });
  return { heard };
}

async function contractOf(
  discovery: { enabled: boolean; asLocalhost: boolean },
  connection: Record<string, unknown>,
): Promise<Contract> {
  const user = join(network.dir, 'user');
  await at(network.members, 0).org.writeMspDir(user, 'client');
  const wallet = await Wallets.newInMemoryWallet();
  const identity: X509Identity = {
    type: 'X.509',
    mspId: 'BankMSP',
    credentials: {
      certificate: readFileSync(join(user, 'signcerts', 'cert.pem'), 'utf8'),
      privateKey: readFileSync(join(user, 'keystore', 'key_sk'), 'utf8'),
    },
  };
  await wallet.put('user', identity);
  const gateway = new Gateway();
  gateways.push(gateway);
  await gateway.connect(connection, { wallet, identity: 'user', discovery });
  return (await gateway.getNetwork(CHANNEL)).getContract('assets');
}

/** What an application of the bank gets: its own peer; the rest it discovers. */
function profile(): Record<string, unknown> {
  const bank = at(network.members, 0);
  return {
    name: 'test',
    version: '1.0.0',
    client: { organization: 'BankMSP' },
    organizations: { BankMSP: { mspid: 'BankMSP', peers: [bank.peerName] } },
    peers: { [bank.peerName]: endpoint(bank) },
  };
}

function fullProfile(): Record<string, unknown> {
  const { members, orderer } = network;
  return {
    name: 'test',
    version: '1.0.0',
    client: { organization: 'BankMSP' },
    organizations: Object.fromEntries(
      members.map(({ org, peerName }) => [org.mspId, { mspid: org.mspId, peers: [peerName] }]),
    ),
    peers: Object.fromEntries(members.map((member) => [member.peerName, endpoint(member)])),
    orderers: { [orderer.peerName]: endpoint(orderer) },
    channels: {
      [CHANNEL]: {
        orderers: [orderer.peerName],
        peers: Object.fromEntries(members.map(({ peerName }) => [peerName, {}])),
      },
    },
  };
}

function endpoint(member: TestMember): Record<string, unknown> {
  return { url: `grpcs://${member.endpoint}`, tlsCACerts: { pem: member.org.tlsCaCertificatePem } };
}

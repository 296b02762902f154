import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fabricNetwork from 'fabric-network';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesIn, newDataDir } from '../../test/data-folder.js';
import { loadConsortium } from '../consortium/load.js';
import { readNetworkDescription } from '../description/file.js';
import type { NetworkDescription, OrderingNodeDescription, PeerDescription } from '../description/schema.js';
import { deriveNetwork } from './derive.js';

/** Making keys for a whole consortium takes a moment, and long on a busy machine. */
const HOOK_LIMIT_MS = 60_000;

const folder = mkdtempSync(path.join(tmpdir(), 'sanfang-derive-'));
afterAll(() => rmSync(folder, { recursive: true }), HOOK_LIMIT_MS);

const consortium = loadConsortium();

/** Listens where a node would with the node's certificate; that is all that connecting needs. */
async function serveTls({
  host,
  port,
  tls,
}: PeerDescription | OrderingNodeDescription): Promise<Http2SecureServer> {
  const server = createSecureServer({ cert: readFileSync(tls.cert), key: readFileSync(tls.key) });
  await new Promise<void>((resolve) => {
    server.listen(port, host, resolve);
  });
  return server;
}

const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

describe('a derived network', () => {
  const dataDir = newDataDir(folder);
  let network: NetworkDescription;
  beforeAll(async () => {
    network = await deriveNetwork({ consortium, dataDir, profile: 'test', ports: 'free' });
  }, HOOK_LIMIT_MS);

  test('is described by network.json, whose paths all exist and are relative in the file', () => {
    expect(readNetworkDescription(dataDir)).toStrictEqual(network);
    const text = readFileSync(path.join(dataDir, 'network.json'), 'utf8');
    expect(text).not.toContain(dataDir);
    const paths = [...text.matchAll(/"(\.\/[^"]+)"/g)].map(([, relative]) =>
      path.join(dataDir, relative ?? ''),
    );
    expect(paths.length).toBeGreaterThan(100);
    expect(paths.filter((file) => !existsSync(file))).toStrictEqual([]);
  });

  test('keeps private keys from others: files 0600, folders 0700', () => {
    const keys = [...filesIn(dataDir).keys()]
      .filter((file) => readFileSync(path.join(dataDir, file), 'utf8').includes('PRIVATE KEY'))
      .map((file) => path.join(dataDir, file));
    expect(keys.length).toBeGreaterThan(100);
    expect(keys.filter((file) => modeOf(file) !== '600')).toStrictEqual([]);
    expect(keys.map(path.dirname).filter((dir) => modeOf(dir) !== '700')).toStrictEqual([]);
    expect(modeOf(dataDir)).toBe('700');
  });

  test('gives every node and user a certificate of its own organisation, with its OU', () => {
    for (const organisation of network.organisations) {
      const ca = new X509Certificate(readFileSync(path.join(organisation.caDir, 'ca-cert.pem')));
      const holders = [
        { ou: 'peer', certificate: path.join(organisation.peer.mspDir, 'signcerts', 'cert.pem') },
        ...organisation.users,
      ];
      for (const { ou, certificate: file } of holders) {
        const certificate = new X509Certificate(readFileSync(file));
        expect(certificate.verify(ca.publicKey)).toBe(true);
        expect(certificate.subject.split('\n')).toContain(`OU=${ou}`);
      }
    }
  });

  test('has TLS certificates that its peers, gateways and chaincode services can be reached by', () => {
    for (const { peer, gateway, chaincode } of network.organisations) {
      for (const { cert, ca } of [peer.tls, gateway.tls, chaincode.serverTls]) {
        const certificate = new X509Certificate(readFileSync(cert));
        expect(certificate.verify(new X509Certificate(readFileSync(ca)).publicKey)).toBe(true);
        expect(certificate.checkHost('localhost')).toBe('localhost');
      }
    }
  });

  test('resolves the policies and collections of every channel', () => {
    const custody = network.chaincodes.find(({ name }) => name === 'custody');
    const bx = custody?.channels.find(({ channel }) => channel === 'custody-bank-b-broker-x');

    expect(bx?.endorsementPolicy).toBe("AND('BankBMSP.peer', 'BrokerXMSP.peer')");
    expect(bx?.endorsers).toStrictEqual(['bank-b', 'broker-x']);
    expect(bx?.collections.find(({ name }) => name === 'trading')).toStrictEqual({
      name: 'trading',
      policy: "OR('BrokerXMSP.member', 'RegulatorMSP.member')",
      endorsementPolicy: { signaturePolicy: "OR('BrokerXMSP.peer')" },
      requiredPeerCount: 0,
      maxPeerCount: 1,
      blockToLive: 0,
      memberOnlyRead: true,
      memberOnlyWrite: true,
    });
  });

  test('has wallets that fabric-network takes as they are', async () => {
    const bank = network.organisations.find(({ id }) => id === 'bank-a');
    const wallet = await fabricNetwork.Wallets.newFileSystemWallet(bank?.walletDir ?? '');

    expect((await wallet.list()).toSorted()).toStrictEqual(bank?.users.map(({ name }) => name).toSorted());
    const identity = await wallet.get('bank-operator');
    expect(identity?.mspId).toBe('BankAMSP');
    const provider = wallet.getProviderRegistry().getProvider('X.509');
    const user = await provider.getUserContext(identity ?? { type: 'X.509', mspId: '' }, 'bank-operator');
    expect(user.getMspid()).toBe('BankAMSP');
    expect(user.getSigningIdentity().sign(Buffer.from('message'), {}).length).toBeGreaterThan(64);
  });

  test('has connection profiles with which fabric-network connects to every node over TLS', async () => {
    const bank = network.organisations.find(({ id }) => id === 'bank-a');
    const nodes = [...network.ordering.nodes, ...network.organisations.map(({ peer }) => peer)];
    const servers = await Promise.all(nodes.map(serveTls));
    const wallet = await fabricNetwork.Wallets.newFileSystemWallet(bank?.walletDir ?? '');
    const profile = JSON.parse(readFileSync(bank?.connectionProfile ?? '', 'utf8'));
    const gateway = new fabricNetwork.Gateway();
    await gateway.connect(profile, { wallet, identity: 'bank-operator', discovery: { enabled: false } });

    const channel = (await gateway.getNetwork('custody-bank-a-broker-x')).getChannel();

    const reached = [...channel.getEndorsers(), ...channel.getCommitters()].map((node) => {
      const connected = 'connected' in node && node.connected === true;
      return `${node.name} ${node.mspid} ${connected ? 'connected' : 'not connected'}`;
    });
    expect(reached).toStrictEqual([
      'peer0.bank-a.sanfang.test BankAMSP connected',
      'peer0.broker-x.sanfang.test BrokerXMSP connected',
      'orderer0.ordering.sanfang.test OrdererMSP connected',
    ]);
    gateway.disconnect();
    for (const server of servers) {
      server.close();
    }
  });

  test('tells a member nothing of relationships that are not its own', () => {
    const bankB = network.organisations.find(({ id }) => id === 'bank-b');
    const profile = readFileSync(bankB?.connectionProfile ?? '', 'utf8');

    expect(Object.keys(JSON.parse(profile).channels)).toStrictEqual(['custody-bank-b-broker-x']);
    expect(profile).not.toContain('broker-y');
    expect(profile).not.toContain('bank-a');
  });
});

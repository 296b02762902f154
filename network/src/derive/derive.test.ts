import { X509Certificate } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fabricNetwork from 'fabric-network';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Consortium } from '../consortium/consortium.js';
import { DEFAULT_CONSORTIUM_FILE, loadConsortium } from '../consortium/load.js';
import { readNetworkDescription } from '../description/file.js';
import type { NetworkDescription, OrderingNodeDescription, PeerDescription } from '../description/schema.js';
import { DataFolderError } from '../layout/data-folder-error.js';
import { deriveNetwork } from './derive.js';

const folder = mkdtempSync(path.join(tmpdir(), 'sanfang-derive-'));
afterAll(() => rmSync(folder, { recursive: true }));

const consortium = loadConsortium();
const original = readFileSync(DEFAULT_CONSORTIUM_FILE, 'utf8');

/** A consortium file with every `from` made its `to`. */
function changedConsortium(...changes: readonly (readonly [from: string, to: string])[]) {
  const file = path.join(mkdtempSync(path.join(folder, 'consortium-')), 'consortium.yaml');
  writeFileSync(
    file,
    changes.reduce((text, [from, to]) => {
      expect(text).toContain(from);
      return text.replace(from, to);
    }, original),
  );
  return loadConsortium(file);
}

const newDataDir = () => path.join(mkdtempSync(path.join(folder, 'data-')), 'data');

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

/** Every file below a folder by its path, with its content in hexadecimal. */
function filesIn(dir: string): Map<string, string> {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [path.relative(dir, file), readFileSync(file, 'hex')]),
  );
}

const longUser = { name: 'a'.repeat(300), roles: [], attributes: {} };

const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

const NEW_BROKER = `
  - id: broker-z
    role: broker
    mspId: BrokerZMSP
    domain: broker-z.sanfang.test
    names: { zh: 寅证券, en: Broker Z }
    ports: { peer: 12051, peerChaincode: 12052, peerOperations: 12059, chaincodeServices: 12060, gateway: 8106 }
`;

describe('a derived network', () => {
  const dataDir = newDataDir();
  let network: NetworkDescription;
  beforeAll(async () => {
    network = await deriveNetwork({ consortium, dataDir, profile: 'test', ports: 'free' });
  });

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

describe('deriving again', () => {
  test('changes nothing, and keeps the free ports', async () => {
    const dataDir = newDataDir();
    const first = await deriveNetwork({ consortium, dataDir, profile: 'test', ports: 'free' });
    const before = filesIn(dataDir);

    const second = await deriveNetwork({ consortium, dataDir, profile: 'test', ports: 'free' });

    expect(second).toStrictEqual(first);
    expect(filesIn(dataDir)).toStrictEqual(before);
  });

  test('adds an organisation, a relationship and a user, and leaves the keys and channels that are there', async () => {
    const dataDir = newDataDir();
    await deriveNetwork({ consortium, dataDir, profile: 'test' });
    const before = filesIn(dataDir);
    const extended = changedConsortium(
      ['\nordering:', `${NEW_BROKER}\nordering:`],
      [
        '  - { bank: bank-b, broker: broker-x }',
        '  - { bank: bank-b, broker: broker-x }\n  - { bank: bank-b, broker: broker-z }',
      ],
      [
        '      - { name: bank-system,',
        '      - { name: bank-auditor, roles: [bank-auditor] }\n      - { name: bank-system,',
      ],
    );

    const network = await deriveNetwork({ consortium: extended, dataDir, profile: 'test' });

    const after = filesIn(dataDir);
    const changed = [...before]
      .filter(([file, content]) => after.get(file) !== content)
      .map(([file]) => file);
    expect(changed.map((file) => path.basename(file)).toSorted()).toStrictEqual([
      'connection-bank-b.json',
      'connection-regulator.json',
      'network.json',
    ]);
    expect(network.channels.map(({ name }) => name)).toContain('custody-bank-b-broker-z');
    const added = [...after.keys()].filter((file) => !before.has(file));
    expect(added).toContain(path.join('channels', 'custody-bank-b-broker-z.block'));
    expect(added).toContain(
      path.join('organizations', 'peerOrganizations', 'bank-a.sanfang.test', 'wallet', 'bank-auditor.id'),
    );
    const ca = new X509Certificate(
      readFileSync(path.join(network.organisations[0]?.caDir ?? '', 'ca-cert.pem')),
    );
    const auditor = network.organisations[0]?.users.find(({ name }) => name === 'bank-auditor');
    expect(new X509Certificate(readFileSync(auditor?.certificate ?? '')).verify(ca.publicKey)).toBe(true);
  });

  test('works after the data folder was moved', async () => {
    const dataDir = newDataDir();
    await deriveNetwork({ consortium, dataDir, profile: 'test', ports: 'free' });
    const moved = newDataDir();
    renameSync(dataDir, moved);

    const network = await deriveNetwork({ consortium, dataDir: moved, profile: 'test', ports: 'free' });

    expect(network.organisations[0]?.caDir.startsWith(moved)).toBe(true);
  });
});

describe('a data folder of another network is refused in one sentence with the remedy', () => {
  const dataDir = newDataDir();
  beforeAll(async () => {
    await deriveNetwork({ consortium, dataDir, profile: 'test' });
  });

  const REMEDY =
    'undo that change, start with --reset to make the network anew, or name another folder with --data.';

  test.each([
    {
      name: 'an organisation that is gone',
      changes: [
        ['  - { bank: bank-a, broker: broker-y }\n', ''],
        ['id: broker-y', 'id: broker-w'],
      ],
      made: 'with the organisation broker-y, and now there is none',
    },
    {
      name: 'a relationship that is gone',
      changes: [['  - { bank: bank-a, broker: broker-y }\n', '']],
      made: 'with the relationship of bank-a and broker-y, and now there is none',
    },
    {
      name: 'another MSP id',
      changes: [['BankAMSP', 'BankAlphaMSP']],
      made: 'with bank-a as BankAMSP, and now it is to be BankAlphaMSP',
    },
    {
      name: 'another domain',
      changes: [['bank-a.sanfang.test', 'alpha.sanfang.test']],
      made: 'with bank-a in the domain bank-a.sanfang.test, and now it is to be alpha.sanfang.test',
    },
    {
      name: 'another port of a peer',
      changes: [['peer: 7051', 'peer: 7151']],
      made: 'with the peer of bank-a at localhost:7051, and now it is to be localhost:7151',
    },
    {
      name: 'another ordering node',
      changes: [['orderer: 7050', 'orderer: 7150']],
      made: 'with orderer0.ordering.sanfang.test at localhost:7050, and now it is to be orderer0.ordering.sanfang.test at localhost:7150',
    },
    {
      name: 'other channel rules',
      changes: [
        [
          "Endorsement: AND('{bank}.peer', '{broker}.peer')",
          "Endorsement: OR('{bank}.peer', '{broker}.peer')",
        ],
      ],
      made: 'with other rules for the channel custody-bank-a-broker-x (policies, capabilities, batches, Raft or access rules)',
    },
    {
      name: 'another block size',
      changes: [['maxMessages: 500', 'maxMessages: 100']],
      made: 'with other rules for the channel custody-bank-a-broker-x (policies, capabilities, batches, Raft or access rules)',
    },
    {
      name: 'another consortium',
      changes: [['name: sanfang-local', 'name: another']],
      made: 'for the consortium sanfang-local, and now it is to be another',
    },
  ] as const)('$name', async ({ changes, made }) => {
    const before = filesIn(dataDir);
    const derive = deriveNetwork({ consortium: changedConsortium(...changes), dataDir, profile: 'test' });

    await expect(derive).rejects.toThrow(
      new DataFolderError(`The data folder ${dataDir} was made ${made}; ${REMEDY}`),
    );
    expect(filesIn(dataDir)).toStrictEqual(before);
  });

  test('another profile', async () => {
    await expect(deriveNetwork({ consortium, dataDir, profile: 'other' })).rejects.toThrow(
      `The data folder ${dataDir} was made for profile test, and now it is to be other; ${REMEDY}`,
    );
  });
});

describe('a failure leaves nothing half made', () => {
  /** No file system takes the last file that is written of this one: a user's name makes it too long. */
  const unwritable: Consortium = {
    ...consortium,
    users: { ...consortium.users, regulator: { gateway: 'Admin', list: [longUser] } },
  };

  test('a data folder that did not exist is gone again', async () => {
    const dataDir = newDataDir();

    await expect(deriveNetwork({ consortium: unwritable, dataDir, profile: 'test' })).rejects.toThrow(
      'ENAMETOOLONG',
    );

    expect(existsSync(dataDir)).toBe(false);
  });

  test('a data folder with other things in it is left as it was', async () => {
    const dataDir = newDataDir();
    mkdirSync(path.join(dataDir, 'logs'), { recursive: true });

    await expect(deriveNetwork({ consortium: unwritable, dataDir, profile: 'test' })).rejects.toThrow(
      'ENAMETOOLONG',
    );

    expect(readdirSync(dataDir)).toStrictEqual(['logs']);
  });

  test('what is in its place already is taken back when the rest cannot follow', async () => {
    const dataDir = newDataDir();
    mkdirSync(dataDir);
    // The link leads nowhere, so the blocks cannot be moved to it; the organisations are moved before.
    symlinkSync(path.join(dataDir, 'nowhere', 'at-all'), path.join(dataDir, 'channels'));

    await expect(deriveNetwork({ consortium, dataDir, profile: 'test' })).rejects.toThrow();

    expect(readdirSync(dataDir)).toStrictEqual(['channels']);
  });

  test('a data folder inside a file is refused in one sentence', async () => {
    const file = path.join(mkdtempSync(path.join(folder, 'file-')), 'file');
    writeFileSync(file, '');
    const dataDir = path.join(file, 'data');

    await expect(deriveNetwork({ consortium, dataDir, profile: 'test' })).rejects.toThrow(
      new DataFolderError(
        `The data folder ${dataDir} cannot be written: a part of its path is a file; name another folder with --data.`,
      ),
    );
  });

  test('a folder with keys of unknown origin is not written into', async () => {
    const dataDir = newDataDir();
    mkdirSync(path.join(dataDir, 'organizations'), { recursive: true });

    await expect(deriveNetwork({ consortium, dataDir, profile: 'test' })).rejects.toThrow(
      `The folder ${dataDir} has organizations in it but no network.json, so it is not known what they belong to; start with --reset`,
    );
  });

  test('what a killed run left behind is cleared away', async () => {
    const dataDir = newDataDir();
    mkdirSync(path.join(dataDir, '.deriving-0123456789ab', 'organizations'), { recursive: true });

    await deriveNetwork({ consortium, dataDir, profile: 'test' });

    expect(readdirSync(dataDir).toSorted()).toStrictEqual(['channels', 'network.json', 'organizations']);
  });
});

import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changedText, loadText } from '../../test/consortium-file.js';
import { filesIn, newDataDir } from '../../test/data-folder.js';
import { loadConsortium } from '../consortium/load.js';
import { DataFolderError } from '../layout/data-folder-error.js';
import { deriveNetwork } from './derive.js';

/** Making keys for a whole consortium takes a moment, and long on a busy machine. */
const HOOK_LIMIT_MS = 60_000;

const folder = mkdtempSync(path.join(tmpdir(), 'sanfang-derive-'));
afterAll(() => rmSync(folder, { recursive: true }), HOOK_LIMIT_MS);

const consortium = loadConsortium();

const NEW_BROKER = `
  - id: broker-z
    role: broker
    mspId: BrokerZMSP
    domain: broker-z.sanfang.test
    names: { zh: 寅证券, en: Broker Z }
    ports: { peer: 12051, peerChaincode: 12052, peerOperations: 12059, chaincodeServices: 12060, gateway: 8106 }
`;

describe('deriving again', () => {
  test('changes nothing, and keeps the free ports', async () => {
    const dataDir = newDataDir(folder);
    const first = await deriveNetwork({ consortium, dataDir, profile: 'test', ports: 'free' });
    const before = filesIn(dataDir);

    const second = await deriveNetwork({ consortium, dataDir, profile: 'test', ports: 'free' });

    expect(second).toStrictEqual(first);
    expect(filesIn(dataDir)).toStrictEqual(before);
  });

  test('adds an organisation, a relationship and a user, and leaves the keys and channels that are there', async () => {
    const dataDir = newDataDir(folder);
    await deriveNetwork({ consortium, dataDir, profile: 'test' });
    const before = filesIn(dataDir);
    const extended = loadText(
      folder,
      changedText(
        ['\nordering:', `${NEW_BROKER}\nordering:`],
        [
          '  - { bank: bank-b, broker: broker-x }',
          '  - { bank: bank-b, broker: broker-x }\n  - { bank: bank-b, broker: broker-z }',
        ],
        [
          '      - { name: bank-system,',
          '      - { name: bank-auditor, roles: [bank-auditor] }\n      - { name: bank-system,',
        ],
      ),
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
    const dataDir = newDataDir(folder);
    await deriveNetwork({ consortium, dataDir, profile: 'test', ports: 'free' });
    const moved = newDataDir(folder);
    renameSync(dataDir, moved);

    const network = await deriveNetwork({ consortium, dataDir: moved, profile: 'test', ports: 'free' });

    expect(network.organisations[0]?.caDir.startsWith(moved)).toBe(true);
  });
});

describe('a data folder of another network is refused in one sentence with the remedy', () => {
  const dataDir = newDataDir(folder);
  beforeAll(async () => {
    await deriveNetwork({ consortium, dataDir, profile: 'test' });
  }, HOOK_LIMIT_MS);

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
    const derive = deriveNetwork({
      consortium: loadText(folder, changedText(...changes)),
      dataDir,
      profile: 'test',
    });

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

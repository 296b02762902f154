import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deriveNetwork, loadConsortium, type NetworkDescription } from '@sanfang/network';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { composeFiles, type MemberComposeFile } from './compose-files.js';

describe('the Compose files of a consortium', () => {
  let dataDir: string;
  let network: NetworkDescription;
  let files: readonly MemberComposeFile[];

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'sanfang-compose-'));
    network = await deriveNetwork({
      consortium: loadConsortium(),
      dataDir,
      profile: 'docker',
      ports: 'free',
    });
    const chaincode = {
      name: 'custody',
      port: 7060,
      packageId: 'custody:abc',
      folder: '/repository/chaincode',
      launcher: '/repository/node_modules/fabric-shim/cli.js',
      folders: ['/repository/chaincode', '/repository/node_modules', '/repository/chaincode'],
    };
    files = composeFiles(network, { 'bank-a': [chaincode] });
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  const fileOf = (organisation: string) => {
    const file = files.find((candidate) => candidate.organisation === organisation);
    if (!file) {
      throw new Error(`There is no file of ${organisation}.`);
    }
    return file;
  };

  it('are one for each organisation, with what it runs', () => {
    expect(files.map(({ organisation, content }) => [organisation, Object.keys(content.services)])).toEqual([
      ['ordering', ['orderer0.ordering.sanfang.test']],
      ['bank-a', ['peer0.bank-a.sanfang.test', 'custody.chaincode.bank-a.sanfang.test']],
      ['bank-b', ['peer0.bank-b.sanfang.test']],
      ['broker-x', ['peer0.broker-x.sanfang.test']],
      ['broker-y', ['peer0.broker-y.sanfang.test']],
      ['regulator', ['peer0.regulator.sanfang.test']],
    ]);
    expect(fileOf('bank-a').file).toBe(path.join(dataDir, 'docker', 'bank-a.yaml'));
  });

  it('read back as what they were made from', () => {
    for (const { text, content } of files) {
      expect(parse(text)).toEqual(content);
    }
  });

  it('have every node listen where the network says, on the loopback interface, with TLS', () => {
    const [bank] = network.organisations;
    const peer = fileOf('bank-a').content.services['peer0.bank-a.sanfang.test'];
    expect(peer?.environment).toMatchObject({
      CORE_PEER_LOCALMSPID: 'BankAMSP',
      CORE_PEER_LISTENADDRESS: `127.0.0.1:${bank?.peer.port}`,
      CORE_PEER_GOSSIP_EXTERNALENDPOINT: bank?.peer.endpoint,
      CORE_PEER_TLS_ENABLED: 'true',
      CORE_VM_ENDPOINT: '',
    });
    const orderer = fileOf('ordering').content.services['orderer0.ordering.sanfang.test'];
    expect(orderer?.environment).toMatchObject({
      ORDERER_GENERAL_LISTENADDRESS: '127.0.0.1',
      ORDERER_GENERAL_TLS_ENABLED: 'true',
      ORDERER_ADMIN_LISTENADDRESS: `127.0.0.1:${network.ordering.nodes[0]?.adminPort}`,
      ORDERER_ADMIN_TLS_CLIENTAUTHREQUIRED: 'true',
    });
  });

  it('use official images, of a release that can be chosen', () => {
    const images = files.flatMap(({ content }) => Object.values(content.services).map(({ image }) => image));

    expect(new Set(images)).toEqual(
      new Set([
        `hyperledger/fabric-orderer:\${FABRIC_VERSION:-3.1}`,
        `hyperledger/fabric-peer:\${FABRIC_VERSION:-3.1}`,
        'node:20-slim',
      ]),
    );
  });

  it('hand in nothing of another organisation, and nothing that could be written but the ledger', () => {
    for (const organisation of network.organisations) {
      const volumes = Object.values(fileOf(organisation.id).content.services).flatMap((each) => each.volumes);
      const material = volumes.filter((volume) => volume.includes('/organizations/'));
      expect(material.length).toBeGreaterThan(0);
      expect(material.filter((volume) => !volume.includes(`/${organisation.domain}/`))).toEqual([]);
      expect(volumes.filter((volume) => !volume.endsWith(':ro'))).toEqual([
        `${dataDir}/ledgers/docker/${organisation.peer.name}:/var/hyperledger/production`,
      ]);
    }
  });

  it('run chaincode from its folder as a service with mutual TLS', () => {
    const service = fileOf('bank-a').content.services['custody.chaincode.bank-a.sanfang.test'];

    expect(service?.command).toEqual(
      expect.arrayContaining([
        'server',
        '--chaincode-id',
        'custody:abc',
        '--chaincode-tls-client-cacert-file',
      ]),
    );
    expect(service?.volumes).toContain('/repository/node_modules:/repository/node_modules:ro');
    expect(service?.volumes.filter((volume) => volume.startsWith('/repository'))).toHaveLength(2);
  });
});

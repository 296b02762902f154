import { describe, expect, it } from 'vitest';
import { coreConfig } from './core-config.js';
import { ordererConfig } from './orderer-config.js';

const tls = { cert: '/tls/server.crt', key: '/tls/server.key', ca: '/tls/ca.crt' };
const peer = {
  name: 'bank-a',
  hostName: 'peer0.bank-a.sanfang.test',
  mspId: 'BankAMSP',
  mspDir: '/msp',
  port: 7001,
  operationsPort: 7002,
  chaincodePort: 7003,
  tls,
};
const core = coreConfig({
  node: peer,
  ledgerDir: '/ledger',
  externalBuilderDir: '/builder',
  chaincodeExecuteTimeoutMs: 1500,
});
const orderer = ordererConfig(
  { ...peer, name: 'orderer', adminPort: 7004, adminClient: { cert: '/a.crt', key: '/a.key' } },
  '/ledger',
);

/** Every value of a tree with the path that leads to it. */
function leaves(tree: unknown, at = ''): readonly (readonly [string, unknown])[] {
  return typeof tree === 'object' && tree !== null
    ? Object.entries(tree).flatMap(([key, value]) => leaves(value, `${at}.${key}`))
    : [[at, tree]];
}

describe('the configuration of nodes', () => {
  it('listens on the loopback interface only', () => {
    const listeners = [core, orderer]
      .flatMap((tree) => leaves(tree))
      .filter(([at]) => /listenaddress$/i.test(at));

    expect(listeners).toHaveLength(6);
    expect(listeners.filter(([, address]) => !String(address).startsWith('127.0.0.1'))).toEqual([]);
  });

  it('uses TLS wherever it can be turned on or off', () => {
    const switches = [core, orderer]
      .flatMap((tree) => leaves(tree))
      .filter(([at]) => /\.tls\.enabled$/i.test(at));

    expect(switches).toHaveLength(5);
    expect(switches.every(([, value]) => value === true)).toBe(true);
  });

  it('asks administrators of the orderer for a certificate', () => {
    expect(orderer).toMatchObject({
      Admin: { TLS: { ClientAuthRequired: true, ClientRootCAs: [tls.ca] } },
      Operations: { TLS: { ClientAuthRequired: true, ClientRootCAs: [tls.ca] } },
    });
  });

  it('runs chaincode as a service, never in Docker, with the time limit that was asked for', () => {
    expect(core).toMatchObject({
      vm: { endpoint: '' },
      chaincode: {
        executetimeout: '1500ms',
        externalBuilders: [{ name: 'sanfang-service', path: '/builder' }],
      },
    });
  });

  it('lets every peer fetch its blocks from the orderer, and be found by the other organisations', () => {
    expect(core).toMatchObject({
      peer: {
        gossip: { useLeaderElection: false, orgLeader: true, externalEndpoint: 'localhost:7001' },
      },
    });
  });
});

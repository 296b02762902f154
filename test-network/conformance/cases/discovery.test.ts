import type { discovery } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { rejectionOf } from '../src/assertions/failures.js';
import { BANK_BROKER_X, BANK_BROKER_Y, type MemberId, member, network } from '../src/network/consortium.js';
import { userCredentials } from '../src/network/credentials.js';
import { wording } from '../src/network/generation.js';
import {
  type Call,
  chaincodeQuery,
  configQuery,
  discover,
  discoveredPeer,
  localPeerQuery,
  peerQuery,
} from '../src/raw/discovery.js';
import { signHighS, signLowS } from '../src/raw/signing.js';

const user = (id: MemberId = 'bank-a') => userCredentials(member(id), 'User1');
const ask = (query: discovery.Query, as: MemberId = 'bank-a', channel = BANK_BROKER_X) =>
  discover('bank-a', user(as), query, { channel });

/** Which organisations may endorse together: each layout with the organisations of its groups. */
async function layoutsFor(...calls: readonly Call[]): Promise<readonly (readonly string[])[]> {
  const [descriptor] = (await ask(chaincodeQuery(...calls))).getCcQueryRes()?.getContentList() ?? [];
  const organisations = new Map<string, string>();
  descriptor?.getEndorsersByGroupsMap().forEach((peers, group) => {
    organisations.set(
      group,
      peers
        .getPeersList()
        .map((found) => discoveredPeer(found).mspId)
        .join(),
    );
  });
  const layouts = (descriptor?.getLayoutsList() ?? []).map((layout) => {
    const named: string[] = [];
    layout.getQuantitiesByGroupMap().forEach((quantity, group) => {
      named.push(`${quantity} of ${organisations.get(group)}`);
    });
    return named.sort();
  });
  return layouts.sort((a, b) => a.join().localeCompare(b.join()));
}

const errorOf = async (query: discovery.Query, as: MemberId = 'bank-a', channel = BANK_BROKER_X) =>
  (await ask(query, as, channel)).getError()?.getContent();

describe('discovery of a channel', () => {
  it('knows the members’ roots of trust and the orderer', async () => {
    const config = (await ask(configQuery())).getConfigResult();
    const mspIds: string[] = [];
    config?.getMspsMap().forEach((msp, mspId) => {
      expect(msp.getRootCertsList_asU8().length).toBeGreaterThan(0);
      expect(msp.getTlsRootCertsList_asU8().length).toBeGreaterThan(0);
      mspIds.push(mspId);
    });
    expect(mspIds.sort()).toEqual(['BankAMSP', 'BrokerXMSP', 'OrdererMSP', 'RegulatorMSP']);
    const endpoints: string[] = [];
    config?.getOrderersMap().forEach((found, mspId) => {
      endpoints.push(...found.getEndpointList().map((at) => `${mspId} ${at.getHost()}:${at.getPort()}`));
    });
    expect(endpoints).toEqual([`OrdererMSP ${network().ordering.nodes[0]?.endpoint}`]);
  });

  it('knows its peers: where they are, how high, and what they run', async () => {
    const peers = new Map<string, ReturnType<typeof discoveredPeer>>();
    (await ask(peerQuery()))
      .getMembers()
      ?.getPeersByOrgMap()
      .forEach((found, mspId) => {
        // Organisations that a peer knows from other channels come with no peers.
        for (const only of found.getPeersList()) {
          peers.set(mspId, discoveredPeer(only));
        }
      });
    expect([...peers.keys()].sort()).toEqual(['BankAMSP', 'BrokerXMSP', 'RegulatorMSP']);
    for (const id of ['bank-a', 'broker-x', 'regulator'] as const) {
      const { mspId, peer } = member(id);
      expect(peers.get(mspId)).toMatchObject({ mspId, endpoint: peer.endpoint });
      expect(peers.get(mspId)?.ledgerHeight).toBeGreaterThan(0);
    }
    expect(peers.get('BankAMSP')?.chaincodes).toEqual(expect.arrayContaining(['steps@1', 'low-level@1']));
    expect(peers.get('RegulatorMSP')?.chaincodes).not.toContain('steps@1');
  });

  it('is refused to who is no member', async () => {
    expect(await errorOf(peerQuery(), 'broker-x', BANK_BROKER_Y)).toBe('access denied');
  });

  it('is refused to the observer, who may not write', async () => {
    expect(await errorOf(peerQuery(), 'regulator')).toBe('access denied');
  });

  it('is refused for a channel that does not exist', async () => {
    expect(await errorOf(peerQuery(), 'bank-a', 'nochannel')).toBe('access denied');
  });

  it('is refused with a signature with the high S of ECDSA', async () => {
    const result = await discover('bank-a', user(), peerQuery(), { sign: signHighS });
    expect(result.getError()?.getContent()).toBe('access denied');
  });
});

describe('a discovery request', () => {
  it('names a TLS certificate that nobody compares with the one presented', async () => {
    const result = await discover('bank-a', user(), peerQuery(), { clientTlsCertHash: Buffer.alloc(32, 1) });
    expect(result.getMembers()?.getPeersByOrgMap().getLength()).toBeGreaterThan(0);
  });

  it('without an identity is refused', async () => {
    const nobody = discover('bank-a', user(), peerQuery(), { clientIdentity: new Uint8Array() });
    expect((await rejectionOf(nobody)).message).toBe(
      "2 UNKNOWN: access denied, client identity wasn't supplied",
    );
  });

  it('signed by another is refused', async () => {
    const sign = (message: Uint8Array) => signLowS(message, user('broker-x'));
    expect((await discover('bank-a', user(), peerQuery(), { sign })).getError()?.getContent()).toBe(
      'access denied',
    );
  });
});

describe('discovery of endorsers', () => {
  it.each([
    ['AND asks for one of each', 'steps', [['1 of BankAMSP', '1 of BrokerXMSP']]],
    ['OR offers each alone', 'either', [['1 of BankAMSP'], ['1 of BrokerXMSP']]],
    ['OutOf offers those who run the chaincode', 'two-of-three', [['1 of BankAMSP', '1 of BrokerXMSP']]],
    ['one member is the only one', 'broker-only', [['1 of BrokerXMSP']]],
    [
      'the channel’s policy counts where there is none',
      'channel-policy',
      [['1 of BankAMSP', '1 of BrokerXMSP']],
    ],
  ])('%s', async (_case, name, layouts) => {
    expect(await layoutsFor({ name })).toEqual(layouts);
  });

  it('of a collection with a policy of its own are those it names', async () => {
    expect(await layoutsFor({ name: 'steps', collections: ['broker-books'], noPrivateReads: true })).toEqual([
      ['1 of BrokerXMSP'],
    ]);
  });

  it('who have to read a collection are its members', async () => {
    expect(await layoutsFor({ name: 'either' })).toHaveLength(2);
    expect(await errorOf(chaincodeQuery({ name: 'steps', collections: ['bank-board'] }))).toMatch(
      wording().noDescriptor('steps', 'bank-board'),
    );
  });

  it('of two chaincodes satisfy both', async () => {
    expect(await layoutsFor({ name: 'either' }, { name: 'low-level' })).toEqual([
      ['1 of BankAMSP', '1 of BrokerXMSP'],
    ]);
  });

  it('come with where they are', async () => {
    const [descriptor] =
      (await ask(chaincodeQuery({ name: 'broker-only' }))).getCcQueryRes()?.getContentList() ?? [];
    expect(descriptor?.getChaincode()).toBe('broker-only');
    const endpoints: string[] = [];
    descriptor?.getEndorsersByGroupsMap().forEach((peers) => {
      endpoints.push(...peers.getPeersList().map((found) => discoveredPeer(found).endpoint));
    });
    expect(endpoints).toEqual([member('broker-x').peer.endpoint]);
  });

  it('of an unknown chaincode are an error', async () => {
    expect(await errorOf(chaincodeQuery({ name: 'nosuch' }))).toMatch(wording().noDescriptor('nosuch'));
  });

  it('of an unknown collection are an error', async () => {
    expect(await errorOf(chaincodeQuery({ name: 'steps', collections: ['nosuch'] }))).toMatch(
      wording().noDescriptor('steps', 'nosuch'),
    );
  });

  it('who do not run the chaincode are an error', async () => {
    expect(await errorOf(chaincodeQuery({ name: 'bank-and-regulator' }))).toMatch(
      wording().noDescriptor('bank-and-regulator'),
    );
  });
});

describe('discovery of the peer itself', () => {
  it('is open to its administrator', async () => {
    const result = await discover('bank-a', userCredentials(member('bank-a'), 'Admin'), localPeerQuery(), {
      channel: '',
    });
    const mspIds: string[] = [];
    result
      .getMembers()
      ?.getPeersByOrgMap()
      .forEach((_peers, mspId) => {
        mspIds.push(mspId);
      });
    expect(mspIds).toContain('BankAMSP');
  });

  it('is refused to other clients', async () => {
    const result = await discover('bank-a', user(), localPeerQuery(), { channel: '' });
    expect(result.getError()?.getContent()).toBe('access denied');
  });
});

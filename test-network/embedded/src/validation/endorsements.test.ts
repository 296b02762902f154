import { peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../ledger/blocks/sha256.js';
import type { Metadata, Simulator } from '../ledger/simulator.js';
import { makeTestNetwork, TestChannel } from '../ledger/testing/test-channel.js';
import { testTransaction } from '../ledger/testing/test-transactions.js';
import { parsePolicy } from '../policy/policy-dsl.js';

const { VALID, ENDORSEMENT_POLICY_FAILURE, INVALID_CHAINCODE } = peer.TxValidationCode;
const TEXT = (text: string) => Buffer.from(text);
const A = ['AMSP'];
const B = ['BMSP'];
const AB = ['AMSP', 'BMSP'];
let channel: TestChannel;

beforeAll(async () => {
  channel = await TestChannel.open(await makeTestNetwork());
  await channel.define({
    name: 'cc',
    policy: "AND('AMSP.peer','BMSP.peer')",
    collections: [
      { name: 'plain', members: "OR('AMSP.member','BMSP.member')" },
      { name: 'ofB', members: "OR('BMSP.member','CMSP.member')", endorsement: "OR('BMSP.peer')" },
    ],
  });
  await channel.define({ name: 'one', policy: "OR('CMSP.peer')" });
});
afterAll(() => channel.destroy());

const parameter = (policy: string): Metadata =>
  new Map([['VALIDATION_PARAMETER', parsePolicy(policy).serializeBinary()]]);
const put = (key: string) => (sim: Simulator) => sim.putState('cc', key, TEXT('x'));
const invoke = (simulate: (sim: Simulator) => void, endorsers: readonly string[], chaincode = 'cc') =>
  channel.invoke(simulate, { endorsers, chaincode });

describe('the chaincode’s policy', () => {
  it('needs every organisation that it names', async () => {
    expect(await invoke(put('k'), A)).toBe(ENDORSEMENT_POLICY_FAILURE);
    expect(await invoke(put('k'), B)).toBe(ENDORSEMENT_POLICY_FAILURE);
    expect(await invoke(put('k'), AB)).toBe(VALID);
  });

  it('is not satisfied by one organisation twice, nor by a client', async () => {
    expect(await invoke(put('k'), ['AMSP', 'AMSP'])).toBe(ENDORSEMENT_POLICY_FAILURE);
    const { publicRwset } = await channel.simulate(put('k'));
    const transaction = testTransaction({
      channelId: channel.ledger.channelId,
      creator: channel.network.client,
      endorsers: [channel.network.client, channel.peer('BMSP')],
      chaincode: 'cc',
      rwset: publicRwset,
    });
    expect(await channel.commit(transaction)).toEqual([ENDORSEMENT_POLICY_FAILURE]);
  });

  it('holds for transactions that write nothing as well', async () => {
    const read = (sim: Simulator) => void sim.getState('cc', 'k');
    expect(await invoke(read, A)).toBe(ENDORSEMENT_POLICY_FAILURE);
    expect(await invoke(read, AB)).toBe(VALID);
  });

  it('is asked of every chaincode that is written to, not of those that are read', async () => {
    const both = (sim: Simulator) => {
      sim.putState('cc', 'k', TEXT('x'));
      sim.putState('one', 'k', TEXT('x'));
    };
    expect(await invoke(both, AB)).toBe(ENDORSEMENT_POLICY_FAILURE);
    expect(await invoke(both, ['AMSP', 'BMSP', 'CMSP'])).toBe(VALID);
    const readOther = (sim: Simulator) => {
      sim.putState('cc', 'k', TEXT('x'));
      sim.getState('one', 'k');
    };
    expect(await invoke(readOther, AB)).toBe(VALID);
  });

  it('does not help if the result was changed after it was endorsed', async () => {
    const { publicRwset } = await channel.simulate(put('k'));
    const other = await channel.simulate(put('l'));
    const transaction = testTransaction({
      channelId: channel.ledger.channelId,
      creator: channel.network.client,
      endorsers: AB.map((mspId) => channel.peer(mspId)),
      chaincode: 'cc',
      rwset: publicRwset,
    });
    // Both sets have the same length, so the one can be put in the other's place.
    const payload = Buffer.from(transaction.getPayload_asU8());
    payload.set(other.publicRwset, payload.indexOf(publicRwset));
    transaction.setPayload(payload);
    transaction.setSignature(channel.network.client.sign(payload));
    expect(await channel.commit(transaction)).toEqual([ENDORSEMENT_POLICY_FAILURE]);
  });
});

describe('a key’s own policy', () => {
  it('takes the place of the chaincode’s', async () => {
    await invoke(put('own'), AB);
    expect(await invoke((sim) => sim.setStateMetadata('cc', 'own', parameter("OR('AMSP.peer')")), AB)).toBe(
      VALID,
    );
    expect(await invoke(put('own'), A)).toBe(VALID);
    expect(await invoke(put('own'), B)).toBe(ENDORSEMENT_POLICY_FAILURE);
  });

  it('says who may change it', async () => {
    const change = (sim: Simulator) => sim.setStateMetadata('cc', 'own', parameter("OR('BMSP.peer')"));
    expect(await invoke(change, B)).toBe(ENDORSEMENT_POLICY_FAILURE);
    expect(await invoke(change, A)).toBe(VALID);
    expect(await invoke(put('own'), A)).toBe(ENDORSEMENT_POLICY_FAILURE);
    expect(await invoke(put('own'), B)).toBe(VALID);
  });

  it('leaves the chaincode’s policy to other keys of the same transaction', async () => {
    const both = (sim: Simulator) => {
      put('own')(sim);
      put('common')(sim);
    };
    expect(await invoke(both, B)).toBe(ENDORSEMENT_POLICY_FAILURE);
    expect(await invoke(both, AB)).toBe(VALID);
  });

  it('bars later writes of the block in which it changes', async () => {
    await invoke(put('p1'), AB);
    const change = await channel.endorse(
      (sim) => sim.setStateMetadata('cc', 'p1', parameter("OR('AMSP.peer')")),
      { endorsers: AB },
    );
    const after = await channel.endorse(put('p1'), { endorsers: AB });
    const other = await channel.endorse(put('p2'), { endorsers: AB });
    expect(await channel.commit(change, after, other)).toEqual([VALID, ENDORSEMENT_POLICY_FAILURE, VALID]);
  });

  it('does not bar them if the change itself was not duly endorsed', async () => {
    await invoke(put('p3'), AB);
    const change = await channel.endorse(
      (sim) => sim.setStateMetadata('cc', 'p3', parameter("OR('AMSP.peer')")),
      { endorsers: A },
    );
    const after = await channel.endorse(put('p3'), { endorsers: AB });
    expect(await channel.commit(change, after)).toEqual([ENDORSEMENT_POLICY_FAILURE, VALID]);
  });

  it('goes with the key when it is deleted', async () => {
    await invoke(put('p4'), AB);
    await invoke((sim) => sim.setStateMetadata('cc', 'p4', parameter("OR('AMSP.peer')")), AB);
    expect(await invoke((sim) => sim.deleteState('cc', 'p4'), A)).toBe(VALID);
    expect(await invoke(put('p4'), A)).toBe(ENDORSEMENT_POLICY_FAILURE);
  });

  it('stays when the value is overwritten, and is lost on a key that does not exist', async () => {
    await invoke(put('p5'), AB);
    await invoke((sim) => sim.setStateMetadata('cc', 'p5', parameter("OR('AMSP.peer')")), AB);
    await invoke(put('p5'), A);
    expect(await invoke(put('p5'), A)).toBe(VALID);
    await invoke((sim) => sim.setStateMetadata('cc', 'missing', parameter("OR('AMSP.peer')")), AB);
    expect(await invoke(put('missing'), A)).toBe(ENDORSEMENT_POLICY_FAILURE);
  });

  it('that is no policy fails the writer, not the channel', async () => {
    await invoke(put('p6'), AB);
    await invoke(
      (sim) =>
        sim.setStateMetadata('cc', 'p6', new Map([['VALIDATION_PARAMETER', Uint8Array.of(0x0a, 0x7f)]])),
      AB,
    );
    expect(await invoke(put('p6'), AB)).toBe(ENDORSEMENT_POLICY_FAILURE);
  });

  it('reaches the simulation’s results, for the choice of endorsers', async () => {
    const { writesetMetadata } = await channel.simulate((sim) => {
      put('own')(sim);
      sim.putPrivateData('cc', 'plain', 'p', TEXT('x'));
    });
    expect(writesetMetadata.map(({ collection, key, metadata }) => [collection, key, metadata.size])).toEqual(
      [
        ['', 'own', 1],
        ['plain', 'p', 0],
      ],
    );
  });
});

describe('a collection’s policy', () => {
  const write = (collection: string) => (sim: Simulator) =>
    sim.putPrivateData('cc', collection, 'k', TEXT('x'));

  it('takes the place of the chaincode’s; without one the chaincode’s holds', async () => {
    expect(await invoke(write('ofB'), B)).toBe(VALID);
    expect(await invoke(write('ofB'), A)).toBe(ENDORSEMENT_POLICY_FAILURE);
    expect(await invoke(write('plain'), B)).toBe(ENDORSEMENT_POLICY_FAILURE);
    expect(await invoke(write('plain'), AB)).toBe(VALID);
  });

  it('does not cover public writes of the same transaction', async () => {
    const both = (sim: Simulator) => {
      put('k')(sim);
      write('ofB')(sim);
    };
    expect(await invoke(both, B)).toBe(ENDORSEMENT_POLICY_FAILURE);
    expect(await invoke(both, AB)).toBe(VALID);
  });

  it('of an organisation’s implicit collection is the organisation’s own', async () => {
    expect(await invoke(write('_implicit_org_CMSP'), ['CMSP'])).toBe(VALID);
    expect(await invoke(write('_implicit_org_CMSP'), AB)).toBe(ENDORSEMENT_POLICY_FAILURE);
  });

  it('gives way to the policy of a private key', async () => {
    await invoke(write('ofB'), B);
    const change = (sim: Simulator) =>
      sim.setPrivateDataMetadata('cc', 'ofB', 'k', parameter("OR('CMSP.peer')"));
    expect(await invoke(change, B)).toBe(VALID);
    expect(await invoke(write('ofB'), B)).toBe(ENDORSEMENT_POLICY_FAILURE);
    expect(await invoke(write('ofB'), ['CMSP'])).toBe(VALID);
  });

  it('bars later writes of a private key in the block in which its policy changes', async () => {
    const set = (sim: Simulator) => sim.putPrivateData('cc', 'plain', 'q', TEXT('x'));
    await invoke(set, AB);
    const change = await channel.endorse(
      (sim) => sim.setPrivateDataMetadata('cc', 'plain', 'q', parameter("OR('AMSP.peer')")),
      { endorsers: AB },
    );
    const after = await channel.endorse(set, { endorsers: AB });
    expect(await channel.commit(change, after)).toEqual([VALID, ENDORSEMENT_POLICY_FAILURE]);
    expect(await invoke(set, A)).toBe(VALID);
  });

  it('of a collection that does not exist fails', async () => {
    const { publicRwset } = await channel.simulate((sim) =>
      sim.putPrivateData('cc', 'plain', 'k', TEXT('x')),
    );
    const renamed = Buffer.from(publicRwset);
    renamed.write('plaix', renamed.indexOf('plain'));
    const transaction = testTransaction({
      channelId: channel.ledger.channelId,
      creator: channel.network.client,
      endorsers: AB.map((mspId) => channel.peer(mspId)),
      chaincode: 'cc',
      rwset: renamed,
    });
    expect(await channel.commit(transaction)).toEqual([ENDORSEMENT_POLICY_FAILURE]);
  });
});

describe('the lifecycle', () => {
  it('follows the channel’s policy for it', async () => {
    const write = (sim: Simulator) => sim.putState('_lifecycle', 'namespaces/metadata/x', TEXT('x'));
    expect(await invoke(write, B, '_lifecycle')).toBe(ENDORSEMENT_POLICY_FAILURE);
  });

  it('lets an organisation alone write to its own implicit collection', async () => {
    const approve = (sim: Simulator) =>
      sim.putPrivateData('_lifecycle', '_implicit_org_BMSP', 'approval', TEXT('yes'));
    expect(await invoke(approve, B, '_lifecycle')).toBe(VALID);
    expect(await invoke(approve, A, '_lifecycle')).toBe(ENDORSEMENT_POLICY_FAILURE);
    expect(
      await channel.read('BMSP', (sim) => sim.getPrivateData('_lifecycle', '_implicit_org_BMSP', 'approval')),
    ).toEqual(TEXT('yes'));
    expect(
      await channel.read('AMSP', (sim) =>
        sim.getPrivateDataHash('_lifecycle', '_implicit_org_BMSP', 'approval'),
      ),
    ).toEqual(Buffer.from(sha256('yes')));
  });

  it('does not lend a missing chaincode its policy', async () => {
    expect(await invoke((sim) => sim.putState('gone', 'k', TEXT('x')), AB, 'gone')).toBe(INVALID_CHAINCODE);
  });
});

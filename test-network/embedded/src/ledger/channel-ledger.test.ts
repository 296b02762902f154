import { peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeTestNetwork, TestChannel } from './testing/test-channel.js';

const { VALID, MVCC_READ_CONFLICT } = peer.TxValidationCode;
let channel: TestChannel;

beforeAll(async () => {
  channel = await TestChannel.open(await makeTestNetwork());
  await channel.define({ name: 'cc', policy: "AND('AMSP.peer','BMSP.peer')" });
});
afterAll(() => channel.destroy());

it('commits a write and shows it to the next simulation', async () => {
  expect(await channel.invoke((sim) => sim.putState('cc', 'k', Buffer.from('v')))).toBe(VALID);
  expect(await channel.read('AMSP', (sim) => sim.getState('cc', 'k'))).toEqual(Buffer.from('v'));
});

it('refuses the second of two transactions that read and wrote the same key', async () => {
  const raise = async () =>
    channel.endorse((sim) => {
      sim.getState('cc', 'n');
      sim.putState('cc', 'n', Buffer.from('1'));
    });
  expect(await channel.commit(await raise(), await raise())).toEqual([VALID, MVCC_READ_CONFLICT]);
});

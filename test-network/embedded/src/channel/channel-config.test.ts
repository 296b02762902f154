import { beforeAll, describe, expect, it } from 'vitest';
import { makeTestGenesis } from '../identity/testing/test-genesis.js';
import { makeTestOrg, type TestOrg } from '../identity/testing/test-org.js';
import { ChannelConfig } from './channel-config.js';

describe("a channel's configuration", () => {
  let bank: TestOrg;
  let broker: TestOrg;
  let ordering: TestOrg;
  beforeAll(async () => {
    [bank, broker, ordering] = await Promise.all([
      makeTestOrg('BankMSP'),
      makeTestOrg('BrokerMSP'),
      makeTestOrg('OrdererMSP'),
    ]);
  });
  const read = (options: Partial<Parameters<typeof makeTestGenesis>[0]> = {}) =>
    ChannelConfig.fromConfigBlock(
      makeTestGenesis({
        channelId: 'custody',
        applicationOrgs: [bank, broker],
        ordererOrg: ordering,
        ...options,
      }),
    );

  it('says who takes part, where the orderer is and when blocks are cut', () => {
    const config = read({ anchorPeers: { BankMSP: 'localhost:7051' } });
    expect(config).toMatchObject({
      channelId: 'custody',
      sequence: 0,
      applicationOrgs: ['BankMSP', 'BrokerMSP'],
      ordererOrgs: ['OrdererMSP'],
      ordererEndpoints: [{ host: 'localhost', port: 7050, mspId: 'OrdererMSP' }],
      anchorPeers: [{ host: 'localhost', port: 7051, mspId: 'BankMSP' }],
      batch: { timeoutMs: 20, maxMessages: 500, absoluteMaxBytes: 10485760, preferredMaxBytes: 2097152 },
      capabilities: { channel: ['V2_0'], orderer: ['V2_0'], application: ['V2_5'] },
    });
  });
});

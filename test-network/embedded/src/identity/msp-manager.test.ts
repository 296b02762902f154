import { beforeAll, describe, expect, it } from 'vitest';
import { rolePrincipal } from '../policy/policy-dsl.js';
import { Msp } from './msp.js';
import { MspManager } from './msp-manager.js';
import { makeTestOrg, type TestOrg } from './testing/test-org.js';

describe("a channel's MSPs", () => {
  let bank: TestOrg;
  let broker: TestOrg;
  let msps: MspManager;
  beforeAll(async () => {
    [bank, broker] = await Promise.all([makeTestOrg('BankMSP'), makeTestOrg('BrokerMSP')]);
    msps = new MspManager([Msp.fromConfig(bank.mspConfig), Msp.fromConfig(broker.mspConfig)]);
  });

  it('read the identities of every organisation', async () => {
    for (const org of [bank, broker]) {
      const signer = await org.identity('peer');
      const identity = msps.deserialize(signer.serialized);
      expect(identity.mspId).toBe(org.mspId);
      expect(msps.satisfies(identity, rolePrincipal(org.mspId, 'peer'))).toBe(true);
      expect(msps.deserialize(Buffer.from(signer.serialized))).toBe(identity);
    }
  });

  it('know no other organisation', async () => {
    const stranger = await (await makeTestOrg('StrangerMSP')).identity('peer');
    expect(() => msps.deserialize(stranger.serialized)).toThrow('MSP StrangerMSP is not defined on channel');
    expect(msps.msp('StrangerMSP')).toBeUndefined();
  });

  it('judge a member by its own organisation', async () => {
    const identity = msps.deserialize((await bank.identity('peer')).serialized);
    expect(() => msps.check(identity, rolePrincipal('BrokerMSP', 'peer'))).toThrow(
      'the identity is a member of a different MSP (expected BrokerMSP, got BankMSP)',
    );
  });
});

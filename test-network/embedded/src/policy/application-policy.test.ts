import { peer } from '@hyperledger/fabric-protos';
import { beforeAll, describe, expect, it } from 'vitest';
import { Msp } from '../identity/msp.js';
import { MspManager } from '../identity/msp-manager.js';
import { makeTestOrg } from '../identity/testing/test-org.js';
import { compileApplicationPolicy, type PolicySource } from './application-policy.js';
import { parsePolicy } from './policy-dsl.js';
import { PolicyError } from './policy-error.js';
import { compileSignaturePolicy } from './signature-policy.js';

const MESSAGE = Buffer.from('endorsed');

describe('an application policy', () => {
  let channel: PolicySource;
  let signed: { message: Uint8Array; identity: Uint8Array; signature: Uint8Array };
  beforeAll(async () => {
    const org = await makeTestOrg('A');
    const msps = new MspManager([Msp.fromConfig(org.mspConfig)]);
    channel = {
      msps,
      policy(path) {
        if (path !== '/Channel/Application/Endorsement') throw new PolicyError(`no such policy: '${path}'`);
        return compileSignaturePolicy(parsePolicy("OR('A.peer')"), msps);
      },
    };
    const signer = await org.identity('peer');
    signed = { message: MESSAGE, identity: signer.serialized, signature: signer.sign(MESSAGE) };
  });
  const bytes = (change: (policy: peer.ApplicationPolicy) => void): Uint8Array => {
    const policy = new peer.ApplicationPolicy();
    change(policy);
    return policy.serializeBinary();
  };
  const reference = (path: string) => bytes((policy) => policy.setChannelConfigPolicyReference(path));

  it('is a signature policy of its own', () => {
    const compile = (rule: string) =>
      compileApplicationPolicy(
        bytes((policy) => policy.setSignaturePolicy(parsePolicy(rule))),
        channel,
      );
    expect(() => compile("OR('A.peer')").evaluate([signed])).not.toThrow();
    expect(() => compile("OR('A.admin')").evaluate([signed])).toThrow('signature set did not satisfy policy');
  });

  it('or refers to a policy of the channel', () => {
    const policy = compileApplicationPolicy(reference('/Channel/Application/Endorsement'), channel);
    expect(() => policy.evaluate([signed])).not.toThrow();
    expect(policy.principalSets()).toHaveLength(1);
  });

  it('is compiled once for each version of the channel', () => {
    const path = reference('/Channel/Application/Endorsement');
    expect(compileApplicationPolicy(path, channel)).toBe(compileApplicationPolicy(path, channel));
    expect(compileApplicationPolicy(path, channel)).not.toBe(compileApplicationPolicy(path, { ...channel }));
  });

  it('that cannot be read or found says so', () => {
    expect(() => compileApplicationPolicy(reference('/Channel/Nowhere'), channel)).toThrow(
      'could not create evaluator for channel reference policy: failed to retrieve policy for reference /Channel/Nowhere',
    );
    expect(() => compileApplicationPolicy(new Uint8Array(), channel)).toThrow('unsupported policy type');
    expect(() => compileApplicationPolicy(Buffer.from('0a05', 'hex'), channel)).toThrow(
      'failed to unmarshal ApplicationPolicy bytes',
    );
  });
});

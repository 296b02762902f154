import { peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixturePackage } from '../chaincode/testing/chaincode-package.js';
import { parsePolicy } from '../policy/policy-dsl.js';
import { TestNetwork } from './testing/test-network.js';

const A = 'BankAMSP';
const X = 'BrokerXMSP';
const BOTH = [A, X];

let network: TestNetwork;
let packageId = '';

beforeAll(async () => {
  network = await TestNetwork.start(BOTH);
  await network.openChannel('ch');
  packageId = await network.deploy(await fixturePackage('calls_1'), {
    name: 'calls',
    policy: parsePolicy(`AND('${A}.peer','${X}.peer')`),
  });
}, 60_000);

afterAll(() => network.stop());

function call(...args: readonly string[]): { chaincode: string; args: readonly string[] } {
  return { chaincode: 'calls', args };
}

function text(response: peer.ProposalResponse): string {
  return Buffer.from(response.getResponse()?.getPayload_asU8() ?? []).toString('utf8');
}

describe('an endorsed transaction', () => {
  it('is the same at both organisations, and its writes are seen once it is committed', async () => {
    expect(text(await network.submit(BOTH, call('put', 'a', '1')))).toBe('');
    expect(text(await network.evaluate(A, call('get', 'a')))).toBe('1');
    expect(text(await network.evaluate(X, call('get', 'a')))).toBe('1');
  });

  it('carries proposal hash, results, response and the definition version in the endorsed payload', async () => {
    const response = await network.evaluate(A, call('put', 'b', '1'));
    const payload = peer.ProposalResponsePayload.deserializeBinary(response.getPayload_asU8());
    const action = peer.ChaincodeAction.deserializeBinary(payload.getExtension_asU8());
    expect(action.getChaincodeId()?.getVersion()).toBe('1.0');
    expect(action.getResponse()?.getStatus()).toBe(200);
    expect(payload.getProposalHash_asU8()).toHaveLength(32);
    expect(response.getVersion()).toBe(1);
  });
});

describe('the package', () => {
  it('runs at both organisations as soon as the definition is committed', () => {
    for (const mspId of BOTH) {
      expect(network.peer(mspId).endorser.chaincodes('ch')).toEqual([
        { name: 'calls', version: '1', packageId },
      ]);
      expect(network.peer(mspId).runtime.readyHandler(packageId)).toBeDefined();
    }
  });
});

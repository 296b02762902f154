import type { peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixturePackage } from '../chaincode/testing/chaincode-package.js';
import { parsePolicy } from '../policy/policy-dsl.js';
import { answerOf } from './testing/answers.js';
import { TestNetwork } from './testing/test-network.js';

const A = 'BankAMSP';
const policy = parsePolicy(`OR('${A}.peer')`);

let network: TestNetwork;

beforeAll(async () => {
  network = await TestNetwork.start([A]);
  await network.openChannel('ch');
  await network.openChannel('other', {
    acls: { 'peer/ChaincodeToChaincode': '/Channel/Application/Admins' },
  });
  await network.openChannel('third');
  const packageId = await network.deploy(await fixturePackage('calls_1'), { name: 'one', policy });
  const { runtime } = network.peer(A);
  const second = await runtime.install(await fixturePackage('calls_2'));
  await network.approveAll(second.packageId, { name: 'two', policy });
  await network.commit({ name: 'two', policy });
  for (const channel of ['other', 'third']) {
    await network.approveAll(packageId, { name: 'one', policy }, channel);
    await network.commit({ name: 'one', policy }, channel);
  }
}, 120_000);

afterAll(() => network.stop());

function callFromOne(chaincode: string, channel: string, ...args: readonly string[]) {
  return { chaincode: 'one', args: ['call', chaincode, channel, JSON.stringify(args)] };
}

describe('a call from chaincode to chaincode', () => {
  it('writes in the namespace of the callee, in the same transaction', async () => {
    await network.submit([A], callFromOne('two', 'ch', 'put', 'k', 'v'));
    expect((await answerOf(network.evaluate(A, { chaincode: 'two', args: ['get', 'k'] }))).payload).toBe('v');
    expect((await answerOf(network.evaluate(A, { chaincode: 'one', args: ['get', 'k'] }))).payload).toBe('');
  });

  it('on another channel only reads', async () => {
    await network.submit([A], { chaincode: 'one', channelId: 'third', args: ['put', 'there', '1'] });
    const read = await answerOf(network.evaluate(A, callFromOne('one', 'third', 'get', 'there')));
    expect(JSON.parse(read.payload)).toEqual({ status: 200, message: '', payload: '1' });
    await network.submit([A], callFromOne('one', 'third', 'put', 'there', '2'));
    const after = { chaincode: 'one', channelId: 'third', args: ['get', 'there'] };
    expect((await answerOf(network.evaluate(A, after))).payload).toBe('1');
  });

  it('on another channel needs the right to call there', async () => {
    const refused = await answerOf(network.evaluate(A, callFromOne('one', 'other', 'get', 'k')));
    expect(refused.message).toMatch(/^INVOKE_CHAINCODE failed: transaction ID: [0-9a-f]{64}: /);
    expect(refused.message).toContain(
      'failed evaluating policy on signed data during check policy [/Channel/Application/Admins]: [implicit policy evaluation failed',
    );
    const { admin } = network.peer(A);
    const allowed = { ...callFromOne('one', 'other', 'get', 'k'), client: admin };
    expect(await answerOf(network.evaluate(A, allowed))).toMatchObject({ status: 200 });
  });

  it('to what is not there says so', async () => {
    const nothing = await answerOf(network.evaluate(A, callFromOne('nothing', 'ch', 'get', 'k')));
    expect(nothing.message).toMatch(
      /: execute failed: invalid invocation: \[channel ch\] failed to get chaincode container info for nothing: chaincode nothing not found$/,
    );
    const nowhere = await answerOf(network.evaluate(A, callFromOne('one', 'nowhere', 'get', 'k')));
    expect(nowhere.message).toContain('nowhere');
    expect(nowhere.status).toBe(500);
  });

  it('to itself is refused, as the transaction is there already', async () => {
    const { message } = await answerOf(network.evaluate(A, callFromOne('one', 'ch', 'get', 'k')));
    expect(message).toMatch(/: execute failed: error sending: txid: [0-9a-f]{64}\(ch\) exists$/);
  });

  it('passes an error of the callee on', async () => {
    const { payload } = await answerOf(network.evaluate(A, callFromOne('two', 'ch', 'refuse', 'not enough')));
    expect(JSON.parse(payload)).toMatchObject({ status: 500, message: 'not enough' });
  });

  it('to system chaincode of queries is refused', async () => {
    const { payload } = await answerOf(network.evaluate(A, callFromOne('qscc', 'ch', 'GetChainInfo', 'ch')));
    expect(JSON.parse(payload).message).toBe(
      "Rejecting invoke of QSCC from another chaincode because of potential for deadlocks, original invocation for 'one'",
    );
  });

  it('has the interest of the chaincode whose state it touches', async () => {
    const response = await network.evaluate(A, callFromOne('two', 'ch', 'put', 'k', 'v'));
    const names = response
      .getInterest()
      ?.getChaincodesList()
      .map((each: peer.ChaincodeCall) => each.getName());
    expect(names).toEqual(['two']);
  });
});

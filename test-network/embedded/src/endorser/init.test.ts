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
  const packageId = await network.deploy(await fixturePackage('calls_1'), {
    name: 'once',
    policy,
    initRequired: true,
  });
  await network.approveAll(packageId, { name: 'never', policy });
  await network.commit({ name: 'never', policy });
}, 120_000);

afterAll(() => network.stop());

const invocation = { chaincode: 'once', args: ['put', 'k', 'v'] };
const failed =
  /^error in simulation: failed to execute transaction [0-9a-f]{64}: invalid invocation: chaincode /;

describe('a chaincode that must be initialised', () => {
  it('refuses everything else first, is initialised once, and then works', async () => {
    const before = await answerOf(network.evaluate(A, invocation));
    expect(before.message).toMatch(failed);
    expect(before.message).toContain(
      "chaincode 'once' has not been initialized for this version, must call as init first",
    );
    await network.submit([A], { ...invocation, isInit: true });
    expect(await answerOf(network.evaluate(A, { chaincode: 'once', args: ['get', 'k'] }))).toMatchObject({
      status: 200,
      payload: 'v',
    });
    const again = await answerOf(network.evaluate(A, { ...invocation, isInit: true }));
    expect(again.message).toContain("chaincode 'once' is already initialized but called as init");
  });
});

describe('a chaincode that need not be initialised', () => {
  it('refuses to be', async () => {
    const { message } = await answerOf(
      network.evaluate(A, { chaincode: 'never', args: ['x'], isInit: true }),
    );
    expect(message).toMatch(failed);
    expect(message).toContain("chaincode 'never' does not require initialization but called as init");
  });
});

import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { peer } from '@hyperledger/fabric-protos';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NetworkStats } from '../src/index.js';
import { application } from './support/application.js';
import { deploy } from './support/deploy.js';
import { NetworkProcess } from './support/process.js';
import { at, CHANNEL, makeTestNetwork, type TestNetwork } from './support/test-network.js';

const MINUTES = 60_000;

let network: TestNetwork;
const processes: NetworkProcess[] = [];

beforeEach(async () => {
  network = await makeTestNetwork(['BankMSP', 'BrokerMSP'], {
    lifecycleEndorsement: "AND('BankMSP.peer', 'BrokerMSP.peer')",
  });
}, MINUTES);

afterEach(async () => {
  await Promise.all(processes.splice(0).map((each) => each.kill('SIGKILL')));
  network.remove();
});

function run(config = network.config): NetworkProcess {
  const started = NetworkProcess.with(config, network.dir);
  processes.push(started);
  return started;
}

describe('the network in a process of its own', () => {
  it('says when it is ready, obeys its parent, and ends well', { timeout: MINUTES }, async () => {
    const process = run();
    const { nodes } = await process.ready;
    expect(nodes.map(({ name, running }) => [name, running])).toEqual([
      ['orderer0.test', true],
      ['peer0.bankmsp.test', true],
      ['peer0.brokermsp.test', true],
    ]);
    expect(await process.ask({ type: 'stopNode', name: 'peer0.bankmsp.test' })).toMatchObject({
      type: 'answer',
    });
    const { result } = (await process.ask({ type: 'status' })) as { result: NetworkStats };
    expect(result.nodes.map(({ running }) => running)).toEqual([true, false, true]);
    await process.ask({ type: 'startNode', name: 'peer0.bankmsp.test' });
    expect(await process.ask({ type: 'stopNode', name: 'nobody' })).toMatchObject({
      type: 'error',
      message: expect.stringContaining('There is no node named "nobody"'),
    });
    expect(await process.ask({ type: 'dance' })).toMatchObject({ type: 'error' });
    expect(await process.ask({ type: 'stop' })).toMatchObject({ type: 'answer' });
    expect(await process.ended).toMatchObject({ code: 0 });
  });

  it('ends well on SIGTERM', { timeout: MINUTES }, async () => {
    const process = run();
    await process.ready;
    expect(await process.kill('SIGTERM')).toMatchObject({ code: 0 });
  });

  it('names the port that is in use, and the node that wants it', { timeout: MINUTES }, async () => {
    const port = at(network.config.peers, 0).port;
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
    const { code, errors } = await run().ended;
    taken.close();
    expect(code).toBe(1);
    expect(lastLine(errors)).toBe(
      `Port ${port} on 127.0.0.1, wanted by peer0.bankmsp.test, is in use; stop what listens there or give peer0.bankmsp.test another port.`,
    );
  });

  it('names what is wrong with its configuration', { timeout: MINUTES }, async () => {
    const broken = { ...network.config, peers: [] };
    const { code, errors } = await run(broken).ended;
    expect(code).toBe(1);
    expect(lastLine(errors)).toContain('field "peers"');
    const missing = new NetworkProcess(['--config', join(network.dir, 'absent.json')]);
    expect(await missing.ended).toMatchObject({ code: 1, errors: expect.stringContaining('absent.json') });
    const without = new NetworkProcess([]);
    expect(await without.ended).toMatchObject({ code: 1, errors: expect.stringContaining('--config FILE') });
  });

  it('does not touch data of another version', { timeout: MINUTES }, async () => {
    const process = run();
    await process.ready;
    await process.kill('SIGTERM');
    writeFileSync(join(network.config.dataDir, 'version'), '99\n');
    const { code, errors } = await run().ended;
    expect(code).toBe(1);
    expect(lastLine(errors)).toContain('holds data of version 99');
  });

  it('does not share its data folder with a second one', { timeout: MINUTES }, async () => {
    const first = run();
    await first.ready;
    const { code, errors } = await run().ended;
    expect(code).toBe(1);
    expect(lastLine(errors)).toBe(
      'The data folder is in use by another process; stop that one first, or give another dataDir.',
    );
  });
});

describe('a network that is killed', () => {
  it('has every transaction that it reported when it is back', { timeout: 3 * MINUTES }, async () => {
    let process = run();
    await process.ready;
    await deploy({ name: 'assets', runBy: network.members, approvedBy: network.members });
    const reported: string[] = [];
    for (let round = 0; round < 3; round++) {
      reported.push(...(await submitUntilKilled(process, round)));
      process = run();
      await process.ready;
    }
    const bank = at(network.members, 0);
    const app = application(bank, await bank.org.identity('client'));
    const contract = app.gateway.getNetwork(CHANNEL).getContract('assets');
    expect(reported.length).toBeGreaterThan(0);
    for (const id of reported) {
      expect(Buffer.from(await contract.evaluateTransaction('read', id)).toString()).toBe(`value of ${id}`);
    }
    await contract.submitTransaction('create', 'after', 'all');
    app.close();
  });
});

/** Keeps transactions in flight, kills the process once some are committed; answers with those reported valid. */
async function submitUntilKilled(process: NetworkProcess, round: number): Promise<string[]> {
  const bank = at(network.members, 0);
  const app = application(bank, await bank.org.identity('client'));
  const contract = app.gateway.getNetwork(CHANNEL).getContract('assets');
  const reported: string[] = [];
  let killed: Promise<unknown> | undefined;
  const submitter = async (lane: number) => {
    for (let n = 0; killed === undefined; n++) {
      const id = `r${round}-${lane}-${n}`;
      const commit = await contract.submitAsync('create', { arguments: [id, `value of ${id}`] });
      const { code } = await commit.getStatus();
      if (code === peer.TxValidationCode.VALID) {
        reported.push(id);
      }
      if (reported.length >= 60) {
        killed ??= process.kill('SIGKILL');
      }
    }
  };
  await Promise.allSettled(Array.from({ length: 30 }, (_, lane) => submitter(lane)));
  await killed;
  app.close();
  return reported;
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}

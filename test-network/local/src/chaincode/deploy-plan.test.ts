import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deriveNetwork, loadConsortium, type NetworkDescription } from '@sanfang/network';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planDeployment, planDescribed, planRecorded } from './deploy-plan.js';

describe('the plan of a deployment', () => {
  let dataDir: string;
  let network: NetworkDescription;

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'sanfang-plan-'));
    network = await deriveNetwork({
      consortium: loadConsortium(),
      dataDir,
      profile: 'native',
      ports: 'free',
    });
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  const plan = (spec: object) => planDeployment({ name: 'basic', chaincode: '/cc', ...spec }, [], network);

  it('is for all channels, endorsed by the bank AND the broker of each, unless told otherwise', () => {
    expect(
      plan({}).channels.map(({ channel, definition, endorsers }) => [
        channel.name,
        definition.policy,
        endorsers.map(({ id }) => id),
      ]),
    ).toEqual([
      ['custody-bank-a-broker-x', "AND('BankAMSP.peer','BrokerXMSP.peer')", ['bank-a', 'broker-x']],
      ['custody-bank-a-broker-y', "AND('BankAMSP.peer','BrokerYMSP.peer')", ['bank-a', 'broker-y']],
      ['custody-bank-b-broker-x', "AND('BankBMSP.peer','BrokerXMSP.peer')", ['bank-b', 'broker-x']],
    ]);
  });

  it('keeps to the channels that were named', () => {
    expect(plan({ channels: ['custody-bank-a-broker-y'] }).channels).toHaveLength(1);
    expect(() => plan({ channels: ['custody'] })).toThrow(
      /no channel "custody"; the channels are custody-bank-a/,
    );
  });

  it('never has the regulator run chaincode, even where a policy names it', () => {
    const policy = "OutOf(2, '{bank}.peer', '{broker}.peer', '{regulator}.peer')";

    const [first] = plan({ policy }).channels;

    expect(first?.definition.policy).toBe(
      "OutOf(2, 'BankAMSP.peer', 'BrokerXMSP.peer', 'RegulatorMSP.peer')",
    );
    expect(first?.endorsers.map(({ role }) => role)).toEqual(['bank', 'broker']);
  });

  it('is refused when only the regulator could meet its policy', () => {
    expect(() => plan({ policy: "AND('{bank}.peer', '{regulator}.peer')" })).toThrow(
      /cannot be met on channel custody-bank-a-broker-x: only bank-a and broker-x endorse there/,
    );
  });

  it('is refused when a policy or a collection names somebody outside a channel', () => {
    expect(() => plan({ policy: "OR('BrokerYMSP.peer')" })).toThrow(/BrokerYMSP, not a member of channel/);
    const collection = {
      name: 'own',
      policy: "OR('BankBMSP.member')",
      requiredPeerCount: 0,
      maxPeerCount: 0,
      blockToLive: 0,
      memberOnlyRead: false,
      memberOnlyWrite: false,
    };
    expect(() => planDeployment({ name: 'basic', chaincode: '/cc' }, [collection], network)).toThrow(
      /BankBMSP/,
    );
  });

  it('is refused when its policy is none', () => {
    expect(() => plan({ policy: 'both' })).toThrow(/The policy both /);
  });

  it("is the consortium file's for the consortium's own chaincode", () => {
    const [custody] = network.chaincodes;
    if (!custody) {
      throw new Error('The consortium has no chaincode.');
    }

    const { channels, source } = planDescribed(custody, '/custody', network);

    expect(source).toEqual({ kind: 'folder', folder: '/custody' });
    expect(channels).toHaveLength(network.channels.length);
    expect(channels[0]?.definition.collections.map(({ name }) => name)).toEqual(
      custody.channels[0]?.collections.map(({ name }) => name),
    );
  });

  it('can be made again from what the data folder remembers of it', () => {
    const { channels, ...rest } = plan({ channels: ['custody-bank-a-broker-x'], version: '2.0' });
    const [first] = channels;

    const again = planRecorded(
      {
        name: 'basic',
        source: { kind: 'folder', folder: '/cc' },
        services: {},
        channels: {
          'custody-bank-a-broker-x': {
            version: '2.0',
            policy: first?.definition.policy ?? '',
            collections: [],
            initRequired: false,
            sequence: 4,
          },
        },
      },
      network,
    );

    expect(again).toEqual({ ...rest, channels });
  });
});

import { fileURLToPath } from 'node:url';
import { connectContract } from '@sanfang/consortium';
import { type LocalNetwork, up } from '@sanfang/local-network';
import type { ChannelDescription } from '@sanfang/network';
import { filesWithSecrets, missingReports, unreadableReports, walkChain } from './check.js';
import { startLoad } from './load.js';
import type { ValidReport } from './reports.js';

const VAULT = fileURLToPath(new URL('../contracts/vault', import.meta.url));
const CHAINCODE = 'crash-test-vault';
const IN_FLIGHT = 200;
/** The kill comes after a number of VALID reports between these, so that it hits another moment each round. */
const LEAST_REPORTS = 20;
const MOST_REPORTS = 400;

export interface CrashTestOptions {
  readonly dataDir: string;
  readonly rounds: number;
  /** Between 0 (inclusive) and 1: decides when the network is killed. */
  readonly random: () => number;
  readonly onProgress: (text: string) => void;
}

export interface CrashTestResult {
  readonly rounds: number;
  readonly reports: number;
  readonly height: number;
  /** One sentence each; empty when every promise was kept. */
  readonly faults: readonly string[];
}

interface Vault {
  readonly network: LocalNetwork;
  readonly channel: ChannelDescription;
  readonly brokerMspId: string;
}

/** Kills the embedded network again and again under load, and checks after each restart what it had promised. */
export async function crashRounds(options: CrashTestOptions): Promise<CrashTestResult> {
  const { dataDir, rounds, onProgress } = options;
  const reports: ValidReport[] = [];
  const faults: string[] = [];
  let height = 0;
  let vault = await openVault(dataDir);
  await deployVault(vault);
  try {
    for (let round = 1; round <= rounds && faults.length === 0; round += 1) {
      const before = reports.length;
      await loadAndKill(
        vault,
        reports,
        LEAST_REPORTS + Math.floor(options.random() * (MOST_REPORTS - LEAST_REPORTS)),
      );
      vault = await openVault(dataDir);
      const checked = await check(vault, reports, reports.slice(before));
      height = checked.height;
      faults.push(...checked.faults.map((fault) => `Round ${round}: ${fault}`));
      onProgress(
        `round ${round} of ${rounds}: ${reports.length - before} reports before the kill, all checked; height ${height}`,
      );
    }
    faults.push(...(await checkPrivacy(vault)));
  } finally {
    await vault.network.stop();
  }
  return { rounds, reports: reports.length, height, faults };
}

async function openVault(dataDir: string): Promise<Vault> {
  const network = await up({ profile: 'embedded', dataDir, ports: 'free', onProgress: () => {} });
  const [channel] = network.description.channels;
  const broker = network.description.organisations.find(({ id }) => id === channel?.broker);
  if (channel === undefined || broker === undefined)
    throw new Error('The consortium has no relationship to test.');
  return { network, channel, brokerMspId: broker.mspId };
}

async function deployVault({ network, channel, brokerMspId }: Vault): Promise<void> {
  const onlyBroker = `OR('${brokerMspId}.member')`;
  await network.deploy({
    chaincode: VAULT,
    name: CHAINCODE,
    channels: [channel.name],
    collections: [
      {
        name: 'secrets',
        policy: onlyBroker,
        requiredPeerCount: 0,
        maxPeerCount: 0,
        blockToLive: 0,
        memberOnlyRead: true,
        memberOnlyWrite: true,
        endorsementPolicy: { signaturePolicy: `OR('${brokerMspId}.peer')` },
      },
    ],
  });
}

function connectAs({ network, channel }: Vault, organisation: string) {
  return connectContract({
    network: network.description,
    organisation,
    channel: channel.name,
    chaincode: CHAINCODE,
  });
}

async function loadAndKill(vault: Vault, reports: ValidReport[], killAfter: number): Promise<void> {
  const connection = await connectAs(vault, vault.channel.broker);
  let left = killAfter;
  let killed: Promise<void> | undefined;
  const load = startLoad({
    contract: connection.contract,
    brokerMspId: vault.brokerMspId,
    inFlight: IN_FLIGHT,
    onValid: (report) => {
      reports.push(report);
      left -= 1;
      if (left === 0) killed = vault.network.killAll();
    },
  });
  const failures = await load.ended;
  connection.close();
  if (killed === undefined) throw failures[0] ?? new Error('The load ended before the kill.');
  await killed;
}

async function check(vault: Vault, all: readonly ValidReport[], fresh: readonly ValidReport[]) {
  const connection = await connectAs(vault, vault.channel.broker);
  try {
    const facts = await walkChain(connection.network);
    const faults = [
      ...facts.faults,
      ...missingReports(facts, all),
      ...(await unreadableReports(connection.contract, fresh)),
    ];
    return { height: facts.height, faults };
  } finally {
    connection.close();
  }
}

async function checkPrivacy(vault: Vault): Promise<string[]> {
  const folder = vault.network.description.dataDir;
  const found = await filesWithSecrets(folder, (path) => path.includes(vault.brokerMspId));
  return found.map((path) => `The broker's secrets can be read in ${path}.`);
}

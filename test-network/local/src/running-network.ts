import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { OperatorError } from '@sanfang/native-fabric';
import type { NetworkDescription, OrganisationDescription } from '@sanfang/network';
import { planDeployment, planDescribed } from './chaincode/deploy-plan.js';
import { type DeployResult, DeploySpec } from './chaincode/deploy-spec.js';
import { Deployer } from './chaincode/deployer.js';
import { DeploymentRecords } from './chaincode/deployment-record.js';
import { joinChannels } from './fabric/join.js';
import { PeerClient } from './fabric/peer-client.js';
import { type Collections, CollectionsFile } from './lifecycle/collections.js';
import type { LocalNetwork } from './local-network.js';
import type { FabricProfile, NodeStatus } from './profiles/profile.js';

export interface RunningNetworkOptions {
  readonly description: NetworkDescription;
  readonly profile: FabricProfile;
  readonly onProgress: (message: string) => void;
}

/** The network in the process that runs it. */
export class RunningNetwork implements LocalNetwork {
  readonly description: NetworkDescription;
  readonly #profile: FabricProfile;
  readonly #clients: readonly PeerClient[];
  readonly #deployer: Deployer;
  readonly #onEnd: (() => Promise<void>)[] = [];
  #ended: Promise<void> | undefined;

  private constructor(options: RunningNetworkOptions, clients: readonly PeerClient[]) {
    this.description = options.description;
    this.#profile = options.profile;
    this.#clients = clients;
    this.#deployer = new Deployer({
      description: options.description,
      profile: options.profile,
      clients,
      records: new DeploymentRecords(options.description.dataDir),
      onProgress: options.onProgress,
    });
  }

  static async connect(options: RunningNetworkOptions): Promise<RunningNetwork> {
    const clients = await Promise.all(options.description.organisations.map(PeerClient.connect));
    return new RunningNetwork(options, clients);
  }

  /** Every organisation's peer joins the channels it is a member of. */
  async joinChannels(): Promise<void> {
    await Promise.all(this.#clients.map((client) => joinChannels(client, this.description.channels)));
  }

  /** Runs what was deployed before, and the consortium's own chaincodes whose folders are known. */
  async deployKnown(folders: Readonly<Record<string, string>>): Promise<void> {
    const own = this.description.chaincodes.filter((chaincode) => folders[chaincode.name] !== undefined);
    await this.#deployer.resume({ except: new Set(own.map((chaincode) => chaincode.name)) });
    for (const chaincode of own) {
      await this.#deployer.deploy(planDescribed(chaincode, folders[chaincode.name] ?? '', this.description));
    }
  }

  async deploy(input: DeploySpec): Promise<DeployResult> {
    const spec = parseSpec(input);
    const collections = spec.collections ?? (await readCollections(spec.collectionsFile));
    return this.#deployer.deploy(planDeployment(spec, collections, this.description));
  }

  stopNode(name: string): Promise<void> {
    return this.#profile.stopNode(name);
  }

  killNode(name: string): Promise<void> {
    return this.#profile.killNode(name);
  }

  startNode(name: string): Promise<void> {
    return this.#profile.startNode(name);
  }

  stopChaincode(name: string, mspId: string): Promise<void> {
    return this.#profile.stopChaincode(name, this.#organisation(mspId));
  }

  startChaincode(name: string, mspId: string): Promise<void> {
    return this.#profile.startChaincode(name, this.#organisation(mspId));
  }

  status(): Promise<readonly NodeStatus[]> {
    return this.#profile.status();
  }

  killAll(): Promise<void> {
    return this.#end(() => this.#profile.killAll());
  }

  stop(): Promise<void> {
    return this.#end(() => this.#profile.stop());
  }

  /** Has something given up when the network ends: the control socket, the lock. Last in, first out. */
  onEnd(action: () => Promise<void>): void {
    this.#onEnd.unshift(action);
  }

  #end(endProcesses: () => Promise<void>): Promise<void> {
    this.#ended ??= (async () => {
      for (const client of this.#clients) {
        client.close();
      }
      await endProcesses();
      for (const action of this.#onEnd) {
        await action();
      }
    })();
    return this.#ended;
  }

  #organisation(mspId: string): OrganisationDescription {
    const { organisations } = this.description;
    const found = organisations.find((organisation) => organisation.mspId === mspId);
    if (!found) {
      throw new OperatorError(
        `There is no organisation with MSP id "${mspId}"; there are ${organisations.map((each) => each.mspId).join(', ')}.`,
      );
    }
    return found;
  }
}

function parseSpec(input: DeploySpec) {
  const parsed = DeploySpec.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new OperatorError(`Deploy: ${[...(issue?.path ?? []), issue?.message].join(': ')}.`);
  }
  return parsed.data;
}

async function readCollections(file: string | undefined): Promise<Collections> {
  if (file === undefined) {
    return [];
  }
  const absolute = path.resolve(file);
  let content: unknown;
  try {
    content = JSON.parse(await readFile(absolute, 'utf8'));
  } catch (error) {
    throw new OperatorError(`The collections file ${absolute} cannot be read: ${(error as Error).message}.`);
  }
  const parsed = CollectionsFile.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new OperatorError(
      `The collections file ${absolute} is wrong at ${issue?.path.join('.') || 'its top'}: ${issue?.message}.`,
    );
  }
  return parsed.data;
}

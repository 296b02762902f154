import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import {
  type ChaincodeContainer,
  ComposeCommand,
  chaincodeContainerName,
  composeFiles,
  type MemberComposeFile,
} from '@sanfang/docker-fabric';
import {
  type FabricBinaries,
  inspectChaincode,
  type NativeConfig,
  OperatorError,
  serveChannels,
  untilTlsAnswers,
} from '@sanfang/native-fabric';
import type { NetworkDescription, OrganisationDescription } from '@sanfang/network';
import { ownServicePackage } from '../chaincode/service-connection.js';
import { chaincodePort } from './chaincode-port.js';
import { nativeConfig } from './native-config.js';
import type { FabricProfile, FolderChaincode, NodeStatus, PreparedChaincode } from './profile.js';

const READY_LIMIT_MS = 120_000;
/** Docker pulls images with the first start, so nothing of a release needs to be on this machine. */
const NO_BINARIES: FabricBinaries = { peer: '', orderer: '', configtxgen: '', osnadmin: '', version: '' };

/** Official images by Docker Compose, one file an organisation. */
export class DockerProfile implements FabricProfile {
  readonly #description: NetworkDescription;
  readonly #config: NativeConfig;
  readonly #chaincodes = new Map<string, ChaincodeContainer[]>();

  private constructor(description: NetworkDescription) {
    this.#description = description;
    this.#config = nativeConfig(description, NO_BINARIES, undefined);
  }

  static async start(description: NetworkDescription): Promise<DockerProfile> {
    const profile = new DockerProfile(description);
    try {
      for (const { file } of await profile.#writeFiles()) {
        await new ComposeCommand(file).up();
      }
      await Promise.all(profile.#nodeNames().map((name) => profile.#ready(name)));
    } catch (error) {
      await profile.stop();
      throw error;
    }
    return profile;
  }

  async startNode(name: string): Promise<void> {
    await this.#compose(name).start(this.#service(name));
    await this.#ready(name);
  }

  async stopNode(name: string): Promise<void> {
    await this.#compose(name).stop(this.#service(name));
  }

  async killNode(name: string): Promise<void> {
    await this.#compose(name).kill(this.#service(name));
  }

  async prepareChaincode(chaincode: FolderChaincode): Promise<PreparedChaincode> {
    const { name, organisation, folder } = chaincode;
    await launcherOf(folder);
    const known = this.#chaincodes.get(organisation.id) ?? [];
    const running = known.find((candidate) => candidate.name === name);
    const taken = known.map((candidate) => candidate.port);
    const port = running?.port ?? (await chaincodePort(chaincode, taken));
    return { package: await ownServicePackage(name, organisation, port), port };
  }

  async runChaincode(
    { name, organisation, folder }: FolderChaincode,
    prepared: PreparedChaincode,
  ): Promise<void> {
    if (prepared.port === undefined) {
      throw new Error(`The service of chaincode ${name} of ${organisation.id} was given no port.`);
    }
    const launcher = await launcherOf(folder);
    const others = (this.#chaincodes.get(organisation.id) ?? []).filter(
      (candidate) => candidate.name !== name,
    );
    const container = {
      name,
      port: prepared.port,
      packageId: prepared.package.id,
      folder,
      launcher,
      folders: [folder, modulesOf(launcher)],
    };
    this.#chaincodes.set(organisation.id, [...others, container]);
    await this.#writeFiles();
    await this.#compose(organisation.id).up(chaincodeContainerName(name, organisation));
  }

  async startChaincode(name: string, organisation: OrganisationDescription): Promise<void> {
    await this.#compose(organisation.id).start(chaincodeContainerName(name, organisation));
  }

  async stopChaincode(name: string, organisation: OrganisationDescription): Promise<void> {
    await this.#compose(organisation.id).stop(chaincodeContainerName(name, organisation));
  }

  async status(): Promise<readonly NodeStatus[]> {
    return Promise.all(
      this.#nodeNames().map(async (name) => {
        const running = await this.#compose(name).running();
        return {
          name,
          title: name === 'orderer' ? 'orderer' : `peer of ${name}`,
          state: running.includes(this.#service(name)) ? ('running' as const) : ('stopped' as const),
          logFile: `docker logs ${this.#service(name)}`,
        };
      }),
    );
  }

  async killAll(): Promise<void> {
    await Promise.all(this.#nodeNames().map((name) => this.killNode(name)));
    await this.stop();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#files().map(({ file }) => new ComposeCommand(file).down()));
  }

  #files(): readonly MemberComposeFile[] {
    return composeFiles(this.#description, Object.fromEntries(this.#chaincodes));
  }

  async #writeFiles(): Promise<readonly MemberComposeFile[]> {
    const files = this.#files();
    for (const { file, text } of files) {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    return files;
  }

  async #ready(name: string): Promise<void> {
    const { orderer, channels } = this.#config;
    const node = [orderer, ...this.#config.peers].find((candidate) => candidate.name === name);
    if (!node) {
      throw new Error(`The configuration knows no node ${name}.`);
    }
    const abort = new AbortController().signal;
    await untilTlsAnswers({
      title: name === 'orderer' ? 'orderer' : `peer of ${name}`,
      port: node.port,
      secureContext: createSecureContext({ ca: await readFile(node.tls.ca) }),
      limitMs: READY_LIMIT_MS,
      abort,
    });
    if (node === orderer) {
      await serveChannels({ orderer, channels, abort });
    }
  }

  #nodeNames(): readonly string[] {
    return ['orderer', ...this.#description.organisations.map(({ id }) => id)];
  }

  #service(name: string): string {
    const { hostName } =
      [this.#config.orderer, ...this.#config.peers].find((node) => node.name === name) ?? {};
    if (hostName === undefined) {
      throw new OperatorError(`There is no node "${name}"; the nodes are ${this.#nodeNames().join(', ')}.`);
    }
    return hostName;
  }

  #compose(name: string): ComposeCommand {
    const organisation = name === 'orderer' ? this.#description.ordering.id : name;
    const file = this.#files().find((candidate) => candidate.organisation === organisation)?.file;
    if (file === undefined) {
      throw new OperatorError(`There is no node "${name}"; the nodes are ${this.#nodeNames().join(', ')}.`);
    }
    return new ComposeCommand(file);
  }
}

async function launcherOf(folder: string): Promise<string> {
  const launch = await inspectChaincode(folder);
  if (launch.kind !== 'launcher') {
    throw new OperatorError(
      `The chaincode package in ${folder} is a server of its own: build an image of it, run it, and deploy it by --address.`,
    );
  }
  return launch.cli;
}

/** The node_modules folder that the launcher lies in. */
function modulesOf(launcher: string): string {
  const marker = `${path.sep}node_modules${path.sep}`;
  return launcher.slice(0, launcher.lastIndexOf(marker) + marker.length - 1);
}

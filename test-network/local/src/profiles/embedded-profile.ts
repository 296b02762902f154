import { mkdir, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { OperatorError, type ProcessDefinition, Supervisor } from '@sanfang/native-fabric';
import type { NetworkDescription, OrganisationDescription } from '@sanfang/network';
import { z } from 'zod';
import { folderPackage } from '../lifecycle/chaincode-package.js';
import { embeddedConfig } from './embedded-config.js';
import { EmbeddedControl } from './embedded-control.js';
import type { FabricProfile, FolderChaincode, NodeStatus, PreparedChaincode } from './profile.js';

export interface EmbeddedProfileOptions {
  readonly description: NetworkDescription;
  readonly chaincodeExecuteTimeoutMs: number | undefined;
  readonly onCrash: (report: string) => void;
}

const PROCESS_NAME = 'embedded';
const Status = z.looseObject({ nodes: z.array(z.looseObject({ name: z.string(), running: z.boolean() })) });

/** Orderer, peers and chaincode in one Node.js process, a child of this one. */
export class EmbeddedProfile implements FabricProfile {
  readonly #supervisor: Supervisor;
  readonly #control: EmbeddedControl;
  readonly #running = new Set<string>();

  private constructor(supervisor: Supervisor, control: EmbeddedControl) {
    this.#supervisor = supervisor;
    this.#control = control;
  }

  static async start(options: EmbeddedProfileOptions): Promise<EmbeddedProfile> {
    const supervisor = new Supervisor({ onCrash: ({ report }) => options.onCrash(report) });
    let control: EmbeddedControl | undefined;
    await supervisor.start(await processDefinition(options), (process) => {
      control = new EmbeddedControl(process);
      return control.ready();
    });
    if (!control) {
      throw new Error('The embedded Fabric process was ready without having been started.');
    }
    return new EmbeddedProfile(supervisor, control);
  }

  async startNode(name: string): Promise<void> {
    await this.#control.request({ type: 'startNode', name });
  }

  async stopNode(name: string): Promise<void> {
    await this.#control.request({ type: 'stopNode', name });
  }

  /** All nodes are one process here: the node vanishes from the network, without a word to those it talks to. */
  killNode(name: string): Promise<void> {
    return this.stopNode(name);
  }

  async prepareChaincode(chaincode: FolderChaincode): Promise<PreparedChaincode> {
    const manifest = path.join(chaincode.folder, 'package.json');
    await stat(manifest).catch(() => {
      throw new OperatorError(
        `There is no Node.js chaincode package in ${chaincode.folder}: its package.json cannot be read.`,
      );
    });
    return { package: await folderPackage(chaincode.name, chaincode.folder), port: undefined };
  }

  /** The embedded peer starts the chaincode at its first use; one that runs is ended so that it is read anew. */
  async runChaincode({ name, organisation }: FolderChaincode): Promise<void> {
    const key = `${name} ${organisation.mspId}`;
    if (this.#running.has(key)) {
      await this.stopChaincode(name, organisation);
      await this.startChaincode(name, organisation);
    }
    this.#running.add(key);
  }

  async startChaincode(name: string, { mspId }: OrganisationDescription): Promise<void> {
    await this.#control.request({ type: 'startChaincode', label: name, mspId });
  }

  async stopChaincode(name: string, { mspId }: OrganisationDescription): Promise<void> {
    await this.#control.request({ type: 'stopChaincode', label: name, mspId });
  }

  async status(): Promise<readonly NodeStatus[]> {
    const process = this.#supervisor.status().find((candidate) => candidate.name === PROCESS_NAME);
    if (process?.state !== 'running') {
      return process ? [process] : [];
    }
    const { nodes } = Status.parse(await this.#control.request({ type: 'status' }));
    return nodes.map(({ name, running }) => ({
      ...process,
      name,
      title: name === 'orderer' ? 'orderer' : `peer of ${name}`,
      state: running ? 'running' : 'stopped',
    }));
  }

  killAll(): Promise<void> {
    return this.#supervisor.killAll();
  }

  stop(): Promise<void> {
    return this.#supervisor.stop(PROCESS_NAME);
  }
}

async function processDefinition(options: EmbeddedProfileOptions): Promise<ProcessDefinition> {
  const { dataDir } = options.description;
  const home = path.join(dataDir, 'ledgers', 'embedded');
  const logs = path.join(dataDir, 'logs');
  await mkdir(home, { recursive: true, mode: 0o700 });
  await mkdir(logs, { recursive: true });
  const config = embeddedConfig(options.description, {
    dataDir: home,
    chaincodeExecuteTimeoutMs: options.chaincodeExecuteTimeoutMs,
  });
  const file = path.join(dataDir, 'run', 'embedded.json');
  await writeFile(file, `${JSON.stringify(config, null, 2)}\n`);
  return {
    name: PROCESS_NAME,
    title: 'embedded Fabric',
    command: process.execPath,
    args: [mainModule(), '--config', file],
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    cwd: home,
    logFile: path.join(logs, 'embedded.log'),
    runDir: path.join(dataDir, 'run'),
    ipc: true,
  };
}

/** The package's command line stands beside its main module. */
function mainModule(): string {
  const require = createRequire(import.meta.url);
  return path.join(path.dirname(require.resolve('@sanfang/embedded-fabric')), 'main.js');
}

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { coreConfig } from './configuration/core-config.js';
import type { NativeConfig, NodeConfig, PeerConfig } from './configuration/native-config.js';
import { ordererConfig } from './configuration/orderer-config.js';
import { OperatorError } from './operator-error.js';
import { serveChannels } from './ordering/serve-channels.js';
import type { ProcessDefinition, SupervisedProcess } from './processes/supervised-process.js';
import type { ProcessStatus, Supervisor } from './processes/supervisor.js';
import { untilTlsAnswers } from './readiness/tls-ready.js';

const READY_LIMIT_MS = 60_000;
/** Fabric's own, without the colours, which are noise in a file. */
const LOG_FORMAT =
  '%{time:2006-01-02 15:04:05.000 MST} %{id:04x} %{level:.4s} [%{module}] %{shortfunc} -> %{message}';
const DEFAULT_EXECUTE_TIMEOUT_MS = 30_000;
const EXTERNAL_BUILDER = fileURLToPath(new URL('../external-builder', import.meta.url));

/** The consortium's peers and orderer as processes of this machine. */
export class NativeFabric {
  readonly #config: NativeConfig;
  readonly #supervisor: Supervisor;

  private constructor(config: NativeConfig, supervisor: Supervisor) {
    this.#config = config;
    this.#supervisor = supervisor;
  }

  /**
   * Starts orderer and peers, all at once, and joins the orderer to its channels.
   *
   * Peers are then reachable but have joined nothing on a fresh data folder: that takes a signature of each
   * organisation's administrator, which this package does not hold.
   *
   * @throws OperatorError for a node that does not come up; nothing is left running then.
   */
  static async start(config: NativeConfig, supervisor: Supervisor): Promise<NativeFabric> {
    const fabric = new NativeFabric(config, supervisor);
    const nodes = await Promise.allSettled(fabric.#nodes().map((node) => fabric.startNode(node.name)));
    const failed = nodes.find((node) => node.status === 'rejected');
    if (failed) {
      await supervisor.killAll();
      throw failed.reason;
    }
    return fabric;
  }

  async startNode(name: string): Promise<void> {
    const node = this.#node(name);
    const definition = await this.#prepare(node);
    const secureContext = createSecureContext({ ca: await readFile(node.tls.ca) });
    const answers = async (_: SupervisedProcess, abort: AbortSignal) => {
      await untilTlsAnswers({
        title: definition.title,
        port: node.port,
        secureContext,
        limitMs: READY_LIMIT_MS,
        abort,
      });
      if (node === this.#config.orderer) {
        await serveChannels({ orderer: this.#config.orderer, channels: this.#config.channels, abort });
      }
    };
    await this.#supervisor.start(definition, answers);
  }

  async stopNode(name: string): Promise<void> {
    await this.#supervisor.stop(this.#node(name).name);
  }

  async killNode(name: string, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await this.#supervisor.kill(this.#node(name).name, signal);
  }

  /** Peers first, so that none of them sees its orderer vanish; then the orderer. */
  async stop(): Promise<void> {
    await Promise.all(this.#config.peers.map((peer) => this.#supervisor.stop(peer.name)));
    await this.#supervisor.stop(this.#config.orderer.name);
  }

  status(): readonly ProcessStatus[] {
    return this.#supervisor.status().filter((process) => this.#nodes().some((n) => n.name === process.name));
  }

  #nodes(): readonly NodeConfig[] {
    return [this.#config.orderer, ...this.#config.peers];
  }

  #node(name: string): NodeConfig {
    const node = this.#nodes().find((candidate) => candidate.name === name);
    if (!node) {
      const known = this.#nodes().map((candidate) => candidate.name);
      throw new OperatorError(`There is no node "${name}"; the nodes are ${known.join(', ')}.`);
    }
    return node;
  }

  async #prepare(node: NodeConfig): Promise<ProcessDefinition> {
    const { dataDir, binaries, orderer } = this.#config;
    const home = path.join(dataDir, 'ledgers', 'native', node.name);
    const ledgerDir = path.join(home, 'ledger');
    const runDir = path.join(dataDir, 'run');
    const logDir = path.join(dataDir, 'logs');
    await mkdir(ledgerDir, { recursive: true, mode: 0o700 });
    await mkdir(runDir, { recursive: true, mode: 0o700 });
    await mkdir(logDir, { recursive: true });
    const peer = this.#peerNamed(node.name);
    const settings = peer
      ? coreConfig({
          node: peer,
          ledgerDir,
          externalBuilderDir: EXTERNAL_BUILDER,
          chaincodeExecuteTimeoutMs: this.#config.chaincodeExecuteTimeoutMs ?? DEFAULT_EXECUTE_TIMEOUT_MS,
        })
      : ordererConfig(orderer, ledgerDir);
    const file = path.join(home, peer ? 'core.yaml' : 'orderer.yaml');
    await writeFile(file, `${JSON.stringify(settings, null, 2)}\n`);
    return {
      name: node.name,
      title: peer ? `peer of ${node.name}` : 'orderer',
      command: peer ? binaries.peer : binaries.orderer,
      args: peer ? ['node', 'start'] : [],
      env: {
        PATH: process.env.PATH,
        HOME: home,
        FABRIC_CFG_PATH: home,
        FABRIC_LOGGING_SPEC: 'info',
        FABRIC_LOGGING_FORMAT: LOG_FORMAT,
      },
      cwd: home,
      logFile: path.join(logDir, `${node.name}.log`),
      runDir,
    };
  }

  #peerNamed(name: string): PeerConfig | undefined {
    return this.#config.peers.find((peer) => peer.name === name);
  }
}

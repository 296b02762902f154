import path from 'node:path';
import { textOf } from './error-text.js';
import { ShimHandler } from './handler.js';
import type { ChaincodeStart } from './launch/chaincode-start.js';
import { ChildChaincode } from './launch/child-chaincode.js';
import { connectToServer } from './launch/connect-to-server.js';
import type { ShimTransport } from './launch/transport.js';
import { WorkerTransport } from './launch/worker-transport.js';
import type { ChaincodeCode } from './packages/chaincode-code.js';
import { PackageStore } from './packages/package-store.js';

/** One line that chaincode wrote to its standard output or error. */
export interface ChaincodeLogLine {
  readonly packageId: string;
  readonly label: string;
  readonly mspId: string;
  readonly line: string;
}

export interface ChaincodeRuntimeOptions {
  /** The peer's own folder for installed packages; created when absent. */
  readonly dir: string;
  readonly mspId: string;
  /** `host:port` of the peer's gRPC server, for chaincode that connects to the peer. */
  readonly peerAddress: string;
  /** PEM file of the CA that chaincode must trust to connect to the peer. */
  readonly peerTlsCaFile: string;
  readonly log?: (line: ChaincodeLogLine) => void;
  /** Longest run of one transaction; default 30 s as `chaincode.executetimeout`. */
  readonly executeTimeoutMs?: number;
  /** Longest start of a chaincode; default 300 s as `chaincode.startuptimeout`. */
  readonly startTimeoutMs?: number;
}

export interface InstalledPackage {
  readonly packageId: string;
  readonly label: string;
}

interface Launch {
  readonly ready: Promise<ShimHandler>;
  succeed(handler: ShimHandler): void;
  fail(reason: string): void;
}

/** A thread that does not answer for this long after a time-out is stuck in an endless loop. */
const HUNG_MS = 2000;

/** The chaincode packages of one peer, and the live stream to each. */
export class ChaincodeRuntime {
  readonly #options: ChaincodeRuntimeOptions;
  readonly #store: PackageStore;
  readonly #handlers = new Map<string, ShimHandler>();
  readonly #launches = new Map<string, Launch>();
  readonly #children = new Map<string, ChildChaincode>();
  readonly #streams = new Set<ShimHandler>();
  readonly #stopped = new Set<string>();

  private constructor(options: ChaincodeRuntimeOptions) {
    this.#options = options;
    this.#store = new PackageStore(options.dir);
  }

  /** Reads the packages that were installed before. */
  static open(options: ChaincodeRuntimeOptions): ChaincodeRuntime {
    return new ChaincodeRuntime(options);
  }

  get executeTimeoutMs(): number {
    return this.#options.executeTimeoutMs ?? 30_000;
  }

  installed(): readonly InstalledPackage[] {
    return this.#store.list();
  }

  isInstalled(packageId: string): boolean {
    return this.#store.get(packageId) !== undefined;
  }

  /** @throws Error with Fabric's words */
  install(packageBytes: Uint8Array): Promise<InstalledPackage> {
    return this.#store.install(packageBytes);
  }

  packageBytes(packageId: string): Uint8Array | undefined {
    return this.#store.bytes(packageId);
  }

  /** The stream of a package if it is up. */
  readyHandler(packageId: string): ShimHandler | undefined {
    return this.#handlers.get(packageId);
  }

  /** The ready stream of a package, started when needed. @throws Error with Fabric's words */
  async handler(packageId: string): Promise<ShimHandler> {
    const ready = this.#handlers.get(packageId);
    if (ready !== undefined) {
      return ready;
    }
    const launch = this.#launches.get(packageId) ?? this.#launch(packageId);
    try {
      return await launch.ready;
    } catch (error) {
      const reason = textOf(error);
      throw new Error(`could not launch chaincode ${packageId}: ${reason}`);
    }
  }

  /**
   * Starts a package's chaincode before it is needed.
   *
   * Resolves when a worker is up or has failed, whose reason is in the log and comes again with the first
   * transaction. A service elsewhere is not waited for, as it may be away; and where the peer does not listen yet,
   * chaincode that connects to it is left for its first use.
   */
  async warm(packageId: string, { listening }: { readonly listening: boolean }): Promise<void> {
    const kind = this.#kindOf(packageId);
    if (kind === undefined || (kind === 'process' && !listening)) {
      return;
    }
    const started = this.handler(packageId).then(
      () => undefined,
      () => undefined,
    );
    if (kind === 'worker') {
      await started;
    }
  }

  /** Ends the chaincode of packages that no channel uses any more, when their last transactions are through. */
  retireAllBut(used: ReadonlySet<string>): void {
    for (const [packageId, handler] of [...this.#handlers]) {
      if (!used.has(packageId)) {
        this.#handlers.delete(packageId);
        handler.retire();
      }
    }
  }

  /** Takes a stream that chaincode opened to the peer (`ChaincodeSupport.Register`). */
  accept(stream: ShimTransport): void {
    this.#serve(stream, undefined);
  }

  /** Stops the chaincode of every package with this label, and keeps it stopped until {@link start}. */
  async stop(label: string): Promise<void> {
    const packages = this.#store.list().filter((each) => each.label === label);
    for (const { packageId } of packages) {
      this.#stopped.add(packageId);
    }
    await Promise.all(packages.map(({ packageId }) => this.#end(packageId)));
  }

  /** Starts the chaincode of every package with this label. */
  async start(label: string): Promise<void> {
    const packages = this.#store.list().filter((each) => each.label === label);
    for (const { packageId } of packages) {
      this.#stopped.delete(packageId);
    }
    await Promise.all(packages.map(({ packageId }) => this.handler(packageId)));
  }

  /** Ends every chaincode that this runtime started and every stream. */
  async close(): Promise<void> {
    for (const { packageId } of this.#store.list()) {
      this.#stopped.add(packageId);
    }
    await Promise.all([...this.#streams].map((handler) => handler.transport.close()));
    await Promise.all([...this.#children.values()].map((child) => child.stop()));
  }

  #kindOf(packageId: string): ChaincodeCode['kind'] | undefined {
    try {
      return this.#store.code(packageId).kind;
    } catch {
      // The reason is told to whoever uses the chaincode.
      return undefined;
    }
  }

  async #end(packageId: string): Promise<void> {
    const streams = [...this.#streams].filter(({ chaincodeId }) => chaincodeId === packageId);
    await Promise.all(streams.map((handler) => handler.transport.close()));
    await this.#children.get(packageId)?.stop();
  }

  #launch(packageId: string): Launch {
    const launch = this.#newLaunch(packageId);
    this.#startCode(packageId, launch).catch((error: unknown) => launch.fail(textOf(error)));
    return launch;
  }

  #newLaunch(packageId: string): Launch {
    const timeoutMs = this.#options.startTimeoutMs ?? 300_000;
    let succeed: (handler: ShimHandler) => void = () => {};
    let fail: (reason: Error) => void = () => {};
    const ready = new Promise<ShimHandler>((resolve, reject) => {
      succeed = resolve;
      fail = reject;
    });
    const end = (): void => {
      clearTimeout(timer);
      if (this.#launches.get(packageId) === launch) {
        this.#launches.delete(packageId);
      }
    };
    const launch: Launch = {
      ready,
      succeed: (handler) => {
        end();
        succeed(handler);
      },
      fail: (reason) => {
        if (this.#launches.get(packageId) === launch) {
          end();
          this.#startOf(packageId).log(`The chaincode could not be started: ${reason}`);
          fail(new Error(reason));
        }
      },
    };
    const timer = setTimeout(
      () => launch.fail(`timeout expired while starting chaincode ${packageId} for transaction`),
      timeoutMs,
    );
    this.#launches.set(packageId, launch);
    return launch;
  }

  async #startCode(packageId: string, launch: Launch): Promise<void> {
    if (this.#stopped.has(packageId)) {
      // In the words of a service that is not there, which is what a stopped chaincode is on a network of processes.
      throw new Error(
        `connection to ${packageId} failed: error cannot create connection for ${packageId}: the chaincode was stopped`,
      );
    }
    const code = this.#store.code(packageId);
    switch (code.kind) {
      case 'worker':
        this.#serve(new WorkerTransport(code.folder, this.#startOf(packageId)), launch);
        break;
      case 'server':
        this.#serve(await connectToServer(packageId, code.connection), launch);
        break;
      case 'process':
        await this.#startChild(packageId, code.folder, launch);
        break;
    }
  }

  async #startChild(packageId: string, folder: string, launch: Launch): Promise<void> {
    // One that lost its stream may still be there.
    await this.#children.get(packageId)?.stop();
    const child = await ChildChaincode.start(folder, this.#startOf(packageId), {
      address: this.#options.peerAddress,
      tlsCaFile: this.#options.peerTlsCaFile,
      workDir: path.join(this.#options.dir, packageId.replace(':', '.'), 'tls'),
    });
    this.#children.set(packageId, child);
    const reason = await child.exited;
    if (this.#children.get(packageId) === child) {
      this.#children.delete(packageId);
    }
    launch.fail(`chaincode registration failed: ${reason}`);
  }

  #startOf(packageId: string): ChaincodeStart {
    const { mspId, log } = this.#options;
    const label = this.#store.get(packageId)?.label ?? packageId;
    return {
      chaincodeId: packageId,
      env: {
        CORE_CHAINCODE_ID_NAME: packageId,
        CORE_PEER_LOCALMSPID: mspId,
        CORE_CHAINCODE_LOGGING_LEVEL: process.env.CORE_CHAINCODE_LOGGING_LEVEL ?? 'info',
        CORE_CHAINCODE_LOGGING_SHIM: process.env.CORE_CHAINCODE_LOGGING_SHIM ?? 'warn',
      },
      log: (line) => log?.({ packageId, label, mspId, line }),
    };
  }

  /** @param launch what this stream was opened for; undefined when chaincode opened it */
  #serve(transport: ShimTransport, launch: Launch | undefined): void {
    const handler = new ShimHandler(transport, {
      register: ({ chaincodeId }) => {
        if (this.#handlers.has(chaincodeId)) {
          throw new Error(`duplicate chaincodeID: ${chaincodeId}`);
        }
        if (this.#stopped.has(chaincodeId)) {
          throw new Error(`chaincode ${chaincodeId} was stopped`);
        }
        if (!this.#launches.has(chaincodeId)) {
          throw new Error(
            `peer will not accept external chaincode connection ${chaincodeId} (except in dev mode)`,
          );
        }
      },
      ready: (ready) => {
        this.#handlers.set(ready.chaincodeId, ready);
        this.#launches.get(ready.chaincodeId)?.succeed(ready);
      },
      closed: (closed, reason) => {
        this.#streams.delete(closed);
        if (this.#handlers.get(closed.chaincodeId) === closed) {
          this.#handlers.delete(closed.chaincodeId);
        }
        launch?.fail(`chaincode registration failed: ${reason}`);
      },
      timedOut: (late) => void this.#endIfHung(late),
    });
    this.#streams.add(handler);
  }

  /** A chaincode that only was slow goes on, as others may be running on it; one that hangs is ended. */
  async #endIfHung(handler: ShimHandler): Promise<void> {
    const answers = await handler.transport.probe?.(HUNG_MS);
    if (answers === false) {
      await handler.transport.close();
    }
  }
}

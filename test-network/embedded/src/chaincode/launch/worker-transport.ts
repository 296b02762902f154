import { Worker } from 'node:worker_threads';
import type { ChaincodeStart } from './chaincode-start.js';
import { eachLine } from './line-splitter.js';
import type { ShimTransport } from './transport.js';
import { workerEntry } from './worker-entry.js';
import { isProbe, Outbox, type WorkerData, type WorkerMessage } from './worker-protocol.js';

/** A chaincode that outgrows these is ended, alone. The young generation is kept small because there are many workers. */
const LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 8 };

/** A chaincode in a worker thread of this process. */
export class WorkerTransport implements ShimTransport {
  readonly #worker: Worker;
  readonly #outbox = new Outbox((messages) => this.#worker.postMessage(messages));
  #receive: (message: Uint8Array) => void = () => {};
  #closed: (reason: string) => void = () => {};
  #probes = new Map<number, () => void>();
  #nextProbe = 0;

  constructor(folder: string, start: ChaincodeStart) {
    const data: WorkerData = { folder, chaincodeId: start.chaincodeId };
    this.#worker = new Worker(workerEntry(), {
      workerData: data,
      env: { ...process.env, ...start.env },
      resourceLimits: LIMITS,
      // What this process was started with, for a debugger or a profiler, is not meant for its chaincode.
      execArgv: [],
      stdout: true,
      stderr: true,
      name: start.chaincodeId,
    });
    eachLine(this.#worker.stdout, start.log);
    eachLine(this.#worker.stderr, start.log);
    this.#worker.on('message', (message: WorkerMessage) => {
      if (isProbe(message)) {
        this.#probes.get(message.probe)?.();
      } else {
        for (const each of message) {
          this.#receive(each);
        }
      }
    });
    this.#worker.on('error', (error: unknown) => {
      start.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    });
    this.#worker.on('exit', (code) => this.#closed(`container exited with ${code}`));
  }

  send(message: Uint8Array): void {
    this.#outbox.add(message);
  }

  onMessage(receive: (message: Uint8Array) => void): void {
    this.#receive = receive;
  }

  onClose(closed: (reason: string) => void): void {
    this.#closed = closed;
  }

  probe(timeoutMs: number): Promise<boolean> {
    this.#nextProbe += 1;
    const probe = this.#nextProbe;
    return new Promise((resolve) => {
      const end = (alive: boolean): void => {
        clearTimeout(timer);
        this.#probes.delete(probe);
        resolve(alive);
      };
      const timer = setTimeout(() => end(false), timeoutMs);
      this.#probes.set(probe, () => end(true));
      this.#worker.postMessage({ probe });
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

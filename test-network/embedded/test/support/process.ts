import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EmbeddedConfig, NetworkStats } from '../../src/index.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Everything on standard error. */
  readonly errors: string;
}

/** The embedded network in a process of its own, as the command line starts it. */
export class NetworkProcess {
  readonly #child: ChildProcess;
  readonly #answers = new Map<number, (answer: Record<string, unknown>) => void>();
  readonly ended: Promise<Ended>;
  /** Resolves with what the ready message says; rejects if the process ends first. */
  readonly ready: Promise<NetworkStats>;
  #nextId = 0;

  constructor(args: readonly string[]) {
    if (!existsSync(MAIN)) {
      throw new Error(`${MAIN} is missing: build the project first (npm run build).`);
    }
    const child = fork(MAIN, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.#child = child;
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    this.ended = new Promise((resolve) => {
      child.on('close', (code, signal) => resolve({ code, signal, errors }));
    });
    this.ready = new Promise((resolve, reject) => {
      child.on('message', (message: Record<string, unknown>) => {
        if (message.type === 'ready') {
          resolve(message.status as NetworkStats);
        } else {
          this.#answers.get(message.id as number)?.(message);
        }
      });
      void this.ended.then((end) => reject(new Error(`ended with code ${end.code}: ${end.errors}`)));
    });
    // Tests of failures only look at how the process ended.
    this.ready.catch(() => {});
  }

  static with(config: EmbeddedConfig, dir: string): NetworkProcess {
    const file = join(dir, 'network.json');
    writeFileSync(file, JSON.stringify(config));
    return new NetworkProcess(['--config', file]);
  }

  /** Sends a message and answers with the message that comes back. */
  ask(message: Record<string, unknown>): Promise<Record<string, unknown>> {
    this.#nextId += 1;
    const id = this.#nextId;
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      this.#child.send({ id, ...message });
    });
  }

  kill(signal: NodeJS.Signals): Promise<Ended> {
    this.#child.kill(signal);
    return this.ended;
  }
}

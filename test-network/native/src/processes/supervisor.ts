import { OperatorError } from '../operator-error.js';
import { type ProcessDefinition, SupervisedProcess } from './supervised-process.js';

export type ProcessState = 'running' | 'stopped' | 'crashed';

export interface ProcessStatus {
  readonly name: string;
  readonly title: string;
  readonly state: ProcessState;
  readonly pid?: number;
  readonly logFile: string;
}

export interface SupervisorOptions {
  /** Told of every process that ends unasked. */
  readonly onCrash: (crash: { readonly name: string; readonly report: string }) => void;
}

const STOP_LIMIT_MS = 10_000;

/** Starts processes by definition, knows them by name, ends them by pid, tells of those that end unasked. */
export class Supervisor {
  readonly #processes = new Map<string, SupervisedProcess>();
  readonly #onCrash: SupervisorOptions['onCrash'];

  constructor(options: SupervisorOptions) {
    this.#onCrash = options.onCrash;
  }

  /**
   * Starts the process and answers once `ready` does.
   *
   * @throws OperatorError with the process's own last words if it ends before it is ready.
   */
  async start(
    definition: ProcessDefinition,
    ready: (process: SupervisedProcess, abort: AbortSignal) => Promise<void>,
  ): Promise<SupervisedProcess> {
    if (this.#processes.get(definition.name)?.running) {
      throw new OperatorError(`The ${definition.title} is already running.`);
    }
    const process = await SupervisedProcess.start(definition);
    this.#processes.set(definition.name, process);
    const abort = new AbortController();
    const endedEarly = process.exited.then(async () => {
      throw new OperatorError(await process.report());
    });
    try {
      await Promise.race([ready(process, abort.signal), endedEarly]);
    } catch (error) {
      await process.end('SIGKILL', STOP_LIMIT_MS);
      throw error;
    } finally {
      abort.abort();
      // The race is over: from here on, an exit is told to onCrash instead.
      endedEarly.catch(() => undefined);
    }
    void this.#watch(process);
    return process;
  }

  /** Lets the process finish and waits for its end; nothing happens if it is not running. */
  async stop(name: string): Promise<void> {
    await this.#processes.get(name)?.end('SIGTERM', STOP_LIMIT_MS);
  }

  /** Ends the process at once, with the signal given. */
  async kill(name: string, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await this.#processes.get(name)?.end(signal, STOP_LIMIT_MS);
  }

  /** SIGKILL to all at the same instant. */
  async killAll(): Promise<void> {
    await Promise.all([...this.#processes.keys()].map((name) => this.kill(name)));
  }

  process(name: string): SupervisedProcess | undefined {
    return this.#processes.get(name);
  }

  forget(name: string): void {
    this.#processes.delete(name);
  }

  status(): readonly ProcessStatus[] {
    return [...this.#processes.values()].map((process) => ({
      name: process.definition.name,
      title: process.definition.title,
      state: stateOf(process),
      ...(process.running ? { pid: process.pid } : {}),
      logFile: process.definition.logFile,
    }));
  }

  async #watch(process: SupervisedProcess): Promise<void> {
    await process.exited;
    if (!process.stopping) {
      this.#onCrash({ name: process.definition.name, report: await process.report() });
    }
  }
}

function stateOf(process: SupervisedProcess): ProcessState {
  if (process.running) {
    return 'running';
  }
  return process.stopping ? 'stopped' : 'crashed';
}

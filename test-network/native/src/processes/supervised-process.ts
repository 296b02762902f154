import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { lastLines } from './log-tail.js';
import { removePidFile, writePidFile } from './pid-file.js';

/** How to start one process. Its output is appended to the log file. */
export interface ProcessDefinition {
  /** Under which it is reported, and its pid file named. */
  readonly name: string;
  /** What it is, in words: `peer of bank-a`. */
  readonly title: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment; nothing is inherited, so that settings of the shell cannot leak in. */
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly logFile: string;
  readonly runDir: string;
  /** Give the child a channel for process.send. */
  readonly ipc?: boolean;
}

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const LINES_READ = 60;
const LINES_IN_REPORT = 5;
const TELLING = /\b(panic|PANI|FATA|ERRO|[A-Za-z]*Error|fatal)\b/;

/**
 * One child process, from its start to its end.
 *
 * It leads a process group of its own: Ctrl-C at the terminal reaches only us, who then end all in order, and
 * what the child has started itself ends with it.
 */
export class SupervisedProcess {
  readonly definition: ProcessDefinition;
  readonly exited: Promise<ProcessExit>;
  readonly #child: ChildProcess;
  #exit: ProcessExit | undefined;
  #stopping = false;

  private constructor(definition: ProcessDefinition, child: ChildProcess) {
    this.definition = definition;
    this.#child = child;
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#exit = { code, signal };
        resolve(this.#exit);
      });
    });
  }

  static async start(definition: ProcessDefinition): Promise<SupervisedProcess> {
    const log = await open(definition.logFile, 'a', 0o600);
    try {
      const child = spawn(definition.command, definition.args, {
        cwd: definition.cwd,
        env: definition.env,
        detached: true,
        stdio: ['ignore', log.fd, log.fd, ...(definition.ipc ? (['ipc'] as const) : [])],
      });
      const supervised = new SupervisedProcess(definition, child);
      await once(child, 'spawn');
      await writePidFile(definition.runDir, definition.name, supervised.pid);
      return supervised;
    } finally {
      await log.close();
    }
  }

  get pid(): number {
    const { pid } = this.#child;
    if (pid === undefined) {
      throw new Error(`The ${this.definition.title} has not been started.`);
    }
    return pid;
  }

  /** The child as Node.js knows it, for its IPC channel. */
  get child(): ChildProcess {
    return this.#child;
  }

  get running(): boolean {
    return this.#exit === undefined;
  }

  /** Whether its end was asked for; if not, an exit is a crash. */
  get stopping(): boolean {
    return this.#stopping;
  }

  /** Sends the signal and waits for the end: SIGTERM lets the process finish, SIGKILL does not. */
  async end(signal: NodeJS.Signals, limitMs: number): Promise<void> {
    this.#stopping = true;
    if (this.running) {
      this.#signal(signal);
      const timer = setTimeout(() => this.#signal('SIGKILL'), limitMs);
      await this.exited;
      clearTimeout(timer);
    }
    this.#signal('SIGKILL');
    await removePidFile(this.definition.runDir, this.definition.name);
  }

  /** What became of it, in one paragraph: how it ended, where its log is, what that says of it. */
  async report(): Promise<string> {
    const { title, logFile } = this.definition;
    const lines = tellingLines(await lastLines(logFile, LINES_READ));
    const said = lines.length > 0 ? ` It says:\n${lines.map((line) => `  ${line}`).join('\n')}` : '';
    return `The ${title} ended with ${describeExit(this.#exit)}; its log is ${logFile}.${said}`;
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.pid, signal);
    } catch (error) {
      // Nobody of the group is left.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
        throw error;
      }
    }
  }
}

/** From the first sign of the trouble on (what follows may be a long stack), or else simply the last lines. */
function tellingLines(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => TELLING.test(line));
  return first < 0 ? lines.slice(-LINES_IN_REPORT) : lines.slice(first, first + LINES_IN_REPORT);
}

function describeExit(exit: ProcessExit | undefined): string {
  if (exit === undefined) {
    return 'no exit code yet';
  }
  return exit.signal ? `signal ${exit.signal}` : `exit code ${exit.code}`;
}

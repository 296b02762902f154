import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MEBIBYTE = 1024 * 1024;

/** `docker compose` on the file of one organisation. */
export class ComposeCommand {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Makes what the file says be so: starts, or replaces what has changed; all services or those named. */
  up(...services: readonly string[]): Promise<string> {
    return this.#compose('up', '--detach', '--no-deps', ...services);
  }

  start(service: string): Promise<string> {
    return this.#compose('start', service);
  }

  stop(service: string): Promise<string> {
    return this.#compose('stop', service);
  }

  kill(service: string): Promise<string> {
    return this.#compose('kill', service);
  }

  /** Ends and removes the containers; the ledgers lie on the host and stay. */
  down(): Promise<string> {
    return this.#compose('down');
  }

  /** Names of the services that run. */
  async running(): Promise<readonly string[]> {
    const names = await this.#compose('ps', '--services', '--status', 'running');
    return names.split('\n').filter(Boolean);
  }

  async #compose(...args: readonly string[]): Promise<string> {
    try {
      const { stdout } = await run('docker', ['compose', '--file', this.#file, ...args], {
        maxBuffer: 16 * MEBIBYTE,
      });
      return stdout;
    } catch (error) {
      const said = (error as { readonly stderr?: string }).stderr?.trim();
      throw new Error(`docker compose ${args.join(' ')} on ${this.#file} failed: ${said || String(error)}`);
    }
  }
}

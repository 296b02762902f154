import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { z } from 'zod';

/** A problem that a gateway answered with, and that the day cannot get past. */
export class GatewayProblem extends Error {
  override readonly name = 'GatewayProblem';
  readonly status: number;
  readonly code: string;
  /** Whether the gateway says that the same request may succeed later. */
  readonly retry: boolean;

  constructor(gateway: string, problem: { status: number; code: string; detail: string; retry: boolean }) {
    super(`The gateway of ${gateway} answered ${problem.status} ${problem.code}: ${problem.detail}`);
    this.status = problem.status;
    this.code = problem.code;
    this.retry = problem.retry;
  }
}

/** The gateway cannot be reached at all. */
export class GatewayUnreachable extends Error {
  override readonly name = 'GatewayUnreachable';
}

const ProblemBody = z.object({ code: z.string(), detail: z.string(), retry: z.boolean() });

const Readiness = z.object({ dependencies: z.array(z.object({ name: z.string(), status: z.string() })) });

const ATTEMPTS = 8;
const FIRST_PAUSE_MS = 100;
const CONNECTIONS = 32;
const CONNECT_MS = 30_000;
const READY_MS = 60_000;
const READY_PAUSE_MS = 200;

export interface GatewayAddress {
  /** The member's id, for messages. */
  readonly member: string;
  readonly url: string;
  /** PEM file of the root certificate to trust. */
  readonly caFile: string;
  /** File of the bearer token. */
  readonly tokenFile: string;
}

/** A member's REST gateway, over HTTPS. */
export class GatewayClient {
  readonly #address: GatewayAddress;
  readonly #agent: Agent;
  readonly #token: string;
  readonly #signal: AbortSignal;

  private constructor(
    address: GatewayAddress,
    options: { agent: Agent; token: string; signal: AbortSignal },
  ) {
    this.#address = address;
    this.#agent = options.agent;
    this.#token = options.token;
    this.#signal = options.signal;
  }

  /** @param signal ends every request when the day is broken off */
  static async open(address: GatewayAddress, signal: AbortSignal): Promise<GatewayClient> {
    const [ca, token] = await Promise.all([readFile(address.caFile), readFile(address.tokenFile, 'utf8')]);
    const agent = new Agent({ connect: { ca, timeout: CONNECT_MS }, connections: CONNECTIONS });
    signal.addEventListener('abort', () => agent.destroy().catch(() => undefined), { once: true });
    return new GatewayClient(address, { agent, token: token.trim(), signal });
  }

  /** Waits until the gateway says that business can be done; throws where it does not answer at all. */
  async untilReady(): Promise<void> {
    const { member } = this.#address;
    const end = performance.now() + READY_MS;
    for (;;) {
      const { status, body } = await this.#send({ method: 'GET', path: '/health/ready' });
      if (status === 200) return;
      if (performance.now() > end) {
        const waitedFor = Readiness.parse(body).dependencies.map(
          ({ name, status }) => `${name} is ${status}`,
        );
        throw new GatewayUnreachable(`The gateway of ${member} does not get ready: ${waitedFor.join(', ')}.`);
      }
      await pause(READY_PAUSE_MS, undefined, { signal: this.#signal });
    }
  }

  get<Schema extends z.ZodType>(path: string, answer: Schema): Promise<z.output<Schema>> {
    return this.#ask({ method: 'GET', path }, answer);
  }

  /** Posts a write, whose lines have idempotency keys of their own. */
  post<Schema extends z.ZodType>(path: string, body: object, answer: Schema): Promise<z.output<Schema>> {
    return this.#ask({ method: 'POST', path, body: JSON.stringify(body) }, answer);
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  /** Sends again what got no answer, or one that says so: the idempotency keys make that safe. */
  async #ask<Schema extends z.ZodType>(question: Question, answer: Schema): Promise<z.output<Schema>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { status, body } = await this.#send(question);
        if (status < 300) return answer.parse(body);
        throw this.#problem(status, body);
      } catch (error) {
        const again = error instanceof GatewayUnreachable || (error instanceof GatewayProblem && error.retry);
        if (!again || attempt === ATTEMPTS) throw error;
      }
      await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1), undefined, { signal: this.#signal });
    }
  }

  #problem(status: number, body: unknown): Error {
    const { member } = this.#address;
    const problem = ProblemBody.safeParse(body);
    if (!problem.success) return new Error(`The gateway of ${member} answered ${status} in an unknown form.`);
    return new GatewayProblem(member, { status, ...problem.data });
  }

  async #send({ method, path, body }: Question): Promise<{ status: number; body: unknown }> {
    const { member, url } = this.#address;
    try {
      const response = await request(url + path, {
        method,
        dispatcher: this.#agent,
        headers: {
          authorization: `Bearer ${this.#token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body }),
      });
      return { status: response.statusCode, body: await response.body.json() };
    } catch (cause) {
      if (this.#signal.aborted) throw this.#signal.reason;
      throw new GatewayUnreachable(
        `The gateway of ${member} does not answer at ${url} (${reasonOf(cause)}): start the consortium (npm start), or leave out --data to have one started for the day.`,
        { cause },
      );
    }
  }
}

interface Question {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

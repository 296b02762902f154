import type { Server } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { type ApiOptions, createApi } from './api.js';
import { agreeTo, relationshipStatus } from './custody/agreement.js';
import type { Relationship } from './custody/relationship.js';
import { type Connection, type FabricOptions, openConnection } from './fabric/connection.js';
import { FabricLedger } from './fabric/fabric-ledger.js';
import { close, portOf, type ServerOptions, serve } from './http/server.js';
import type { Ledger } from './ports/ledger.js';
import { loadOrCreateToken } from './token.js';

/** `channels` are the custody relationships that the member takes part in, each the channel of that name. */
export interface MemberGatewayOptions extends ServerOptions, Omit<ApiOptions, 'token' | 'url'> {
  readonly fabric: FabricOptions;
  /** File of the bearer token; made, readable by its owner only, at the first start. */
  readonly tokenFile: string;
}

const DEFAULT_CHAINCODE = 'custody';
const AGREEMENT_PAUSE_MS = 250;
const READY_PAUSE_MS = 200;
const STOP_GRACE_MS = 5_000;

/** A member's own REST gateway to its own peer. */
export interface MemberGateway {
  /** Where the API is served, once it has started: `https://localhost:<port>`. */
  readonly url: string;
  /** The bearer token that callers must send, once it has started. */
  readonly token: string;
  /** Serves, and puts the member's agreement to its relationships on the ledger as soon as that can be reached. */
  start(): Promise<void>;
  /** Waits until business can be done in every relationship; throws, with what is missing, after `withinMs`. */
  untilReady(withinMs: number): Promise<void>;
  /** Lets running requests end, then closes everything. */
  stop(): Promise<void>;
}

export function createMemberGateway(options: MemberGatewayOptions): MemberGateway {
  let running: Running | undefined;
  const started = (): Running => {
    if (running === undefined) throw new Error(`The gateway of ${options.member.id} has not been started.`);
    return running;
  };
  return {
    get url() {
      return started().url;
    },
    get token() {
      return started().token;
    },
    start: async () => {
      if (running !== undefined) throw new Error(`The gateway of ${options.member.id} is running already.`);
      running = await startGateway(options);
    },
    untilReady: (withinMs) => started().untilReady(withinMs),
    stop: async () => {
      const stopping = running;
      running = undefined;
      await stopping?.stop();
    },
  };
}

interface Running {
  readonly url: string;
  readonly token: string;
  untilReady(withinMs: number): Promise<void>;
  stop(): Promise<void>;
}

async function startGateway(options: MemberGatewayOptions): Promise<Running> {
  const token = await loadOrCreateToken(options.tokenFile);
  const connection = await openConnection(options.fabric);
  try {
    return await serveFrom(connection, token, options);
  } catch (error) {
    connection.close();
    throw error;
  }
}

async function serveFrom(
  connection: Connection,
  token: string,
  options: MemberGatewayOptions,
): Promise<Running> {
  const { member, channels, fabric } = options;
  const logger = options.logger.child({ member: member.id });
  const fabricLedger = new FabricLedger({
    connection,
    chaincode: fabric.chaincode ?? DEFAULT_CHAINCODE,
    endorsers: (channel) => endorsersOf(channels, channel),
  });
  let server: Server | undefined;
  const url = () => `https://localhost:${server === undefined ? options.port : portOf(server)}`;
  const { app, ledger } = createApi(fabricLedger, { ...options, logger, token, url });
  server = await serve(app, options);
  logger.info({ url: url() }, 'serving');

  const stopping = new AbortController();
  const agreeing =
    member.role === 'regulator' ? [] : agreeToAll(ledger, { channels, logger }, stopping.signal);
  return {
    url: url(),
    token,
    untilReady: async (withinMs) => {
      const end = performance.now() + withinMs;
      // Nothing can be ready before this member has agreed, so the ledger is not asked before.
      await Promise.race([Promise.all(agreeing), pause(withinMs, undefined, { ref: false })]);
      await allReady(ledger, options, end);
    },
    stop: async () => {
      stopping.abort();
      await close(server, STOP_GRACE_MS);
      await Promise.all(agreeing);
      connection.close();
      logger.info('stopped');
    },
  };
}

function agreeToAll(
  ledger: Ledger,
  { channels, logger }: Pick<MemberGatewayOptions, 'channels' | 'logger'>,
  signal: AbortSignal,
): Promise<void>[] {
  return channels.map(async (relationship) => {
    const about = { relationship: relationship.name };
    try {
      await agreeTo(ledger, {
        relationship,
        retryPauseMs: AGREEMENT_PAUSE_MS,
        signal,
        onFailure: (error) => logger.warn({ ...about, fault: error.fault.kind }, error.message),
      });
    } catch (error) {
      logger.error({ ...about, err: error }, 'agreement failed');
    }
  });
}

async function allReady(
  ledger: Ledger,
  { member, channels }: MemberGatewayOptions,
  end: number,
): Promise<void> {
  for (let missing = channels; missing.length > 0; ) {
    const statuses = await Promise.all(missing.map((each) => relationshipStatus(ledger, each)));
    const described = missing.map(({ name }, index) => `${name} is ${statuses[index]}`);
    missing = missing.filter((_, index) => statuses[index] !== 'ready');
    if (missing.length === 0) return;
    if (performance.now() > end) {
      throw new Error(`The gateway of ${member.id} does not get ready: ${described.join(', ')}.`);
    }
    await pause(READY_PAUSE_MS);
  }
}

function endorsersOf(channels: readonly Relationship[], channel: string): readonly string[] {
  const relationship = channels.find(({ name }) => name === channel);
  return relationship === undefined ? [] : [relationship.bank.mspId, relationship.broker.mspId];
}

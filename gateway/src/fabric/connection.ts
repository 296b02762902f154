import { readFile } from 'node:fs/promises';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, type Gateway, hash, type Identity } from '@hyperledger/fabric-gateway';
import { readWallet, type WalletEntry } from './identity.js';

/** All that the gateway is told of Fabric: one peer, whom to trust, and who it is itself. */
export interface FabricOptions {
  /** `host:port` of the member's own peer. */
  readonly endpoint: string;
  /** PEM file of the root certificate that the peer's TLS certificate must come from. */
  readonly tlsRoot: string;
  /** Name in the peer's TLS certificate, where it is not the endpoint's host. */
  readonly hostAlias?: string;
  /** MSP of the identity; checked against the wallet's. */
  readonly mspId: string;
  readonly identity: WalletEntry;
  /** Name of the custody chaincode on every channel; `custody` where it is not given. */
  readonly chaincode?: string;
}

/** Longest times for the steps of a transaction, in milliseconds. */
const DEADLINES_MS = { evaluate: 10_000, endorse: 20_000, submit: 10_000, commitStatus: 20_000 };
const LARGEST_MESSAGE_BYTES = 100 * 1024 * 1024;

export interface Connection {
  readonly gateway: Gateway;
  readonly identity: Identity;
  close(): void;
}

/** Opens the connection. The peer need not be up: calls fail as unavailable until it is. */
export async function openConnection(options: FabricOptions): Promise<Connection> {
  const { identity, signer } = await readWallet(options.identity);
  if (identity.mspId !== options.mspId) {
    throw new Error(
      `The wallet’s identity “${options.identity.label}” is of ${identity.mspId}, not of ${options.mspId}; choose one of ${options.mspId}.`,
    );
  }
  const client = new Client(options.endpoint, credentials.createSsl(await readFile(options.tlsRoot)), {
    ...(options.hostAlias !== undefined && {
      'grpc.ssl_target_name_override': options.hostAlias,
      'grpc.default_authority': options.hostAlias,
    }),
    'grpc.max_receive_message_length': LARGEST_MESSAGE_BYTES,
    'grpc.max_send_message_length': LARGEST_MESSAGE_BYTES,
    // A peer that was away is found again within a second; the library's own limit is two minutes.
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 1_000,
    'grpc.keepalive_time_ms': 120_000,
  });
  const within = (deadlineMs: number) => () => ({ deadline: Date.now() + deadlineMs });
  const gateway = connect({
    client,
    identity,
    signer,
    hash: hash.none,
    evaluateOptions: within(DEADLINES_MS.evaluate),
    endorseOptions: within(DEADLINES_MS.endorse),
    submitOptions: within(DEADLINES_MS.submit),
    commitStatusOptions: within(DEADLINES_MS.commitStatus),
  });
  return {
    gateway,
    identity,
    close: () => {
      gateway.close();
      client.close();
    },
  };
}

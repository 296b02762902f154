import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as grpc from '@grpc/grpc-js';
import {
  type Contract,
  connect,
  hash,
  type Identity,
  type Network,
  signers,
} from '@hyperledger/fabric-gateway';
import { gateway as messages, msp } from '@hyperledger/fabric-protos';
import type { NetworkDescription } from '@sanfang/network';

/** A call whose peer has vanished may otherwise be waited for without end. */
const DEADLINE_MS = 20_000;

export interface ContractConnection {
  readonly network: Network;
  readonly contract: Contract;
  /** Resolves when the connection's peer has committed a transaction, whoever has submitted it. */
  committed(transactionId: string): Promise<void>;
  close(): void;
}

/** gRPC channels to peers, one a peer: many users and channels can share a TLS connection, which is dear to make. */
export class PeerClients {
  readonly #clients = new Map<string, grpc.Client>();

  to(endpoint: string, tlsRoot: Buffer): grpc.Client {
    const client =
      this.#clients.get(endpoint) ?? new grpc.Client(endpoint, grpc.credentials.createSsl(tlsRoot));
    this.#clients.set(endpoint, client);
    return client;
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
  }
}

export interface ContractAddress {
  readonly network: NetworkDescription;
  /** Organisation id of the user. */
  readonly organisation: string;
  /** Organisation id whose peer is used; the user's own where absent. */
  readonly peerOf?: string;
  /** The organisation's user that signs; `User1`, who has no role, where none is named. */
  readonly user?: string;
  readonly channel: string;
  readonly chaincode: string;
  /** Connections to share, which their owner closes; one of its own where absent. */
  readonly clients?: PeerClients;
}

/** Connects to a contract as a user of an organisation, by way of its own peer, as any Fabric application does. */
export async function connectContract(address: ContractAddress): Promise<ContractConnection> {
  const { user: name = 'User1', peerOf = address.organisation } = address;
  const { organisations } = address.network;
  const organisation = organisations.find(({ id }) => id === address.organisation);
  const peer = organisations.find(({ id }) => id === peerOf)?.peer;
  const user = organisation?.users.find((each) => each.name === name);
  if (organisation === undefined || user === undefined || peer === undefined) {
    throw new Error(`The network has no organisation ${address.organisation} with a user ${name}.`);
  }
  const [tlsRoot, certificate, key] = await Promise.all([
    readFile(peer.tlsCaCert),
    readFile(user.certificate),
    readFile(user.privateKey),
  ]);
  const own = new PeerClients();
  const client = (address.clients ?? own).to(peer.endpoint, tlsRoot);
  const gateway = connect({
    client,
    identity: { mspId: organisation.mspId, credentials: certificate },
    signer: signers.newPrivateKeySigner(createPrivateKey(key)),
    hash: hash.sha256,
    evaluateOptions: withinDeadline,
    endorseOptions: withinDeadline,
    submitOptions: withinDeadline,
    commitStatusOptions: withinDeadline,
  });
  const network = gateway.getNetwork(address.channel);
  return {
    network,
    contract: network.getContract(address.chaincode),
    committed: async (transactionId) => {
      const request = commitStatusRequest(gateway.getIdentity(), address.channel, transactionId);
      await gateway.newCommit(request).getStatus();
    },
    close: () => {
      gateway.close();
      own.close();
    },
  };
}

function commitStatusRequest(
  { mspId, credentials }: Identity,
  channel: string,
  transactionId: string,
): Uint8Array {
  const creator = new msp.SerializedIdentity();
  creator.setMspid(mspId);
  creator.setIdBytes(credentials);
  const request = new messages.CommitStatusRequest();
  request.setChannelId(channel);
  request.setTransactionId(transactionId);
  request.setIdentity(creator.serializeBinary());
  const signed = new messages.SignedCommitStatusRequest();
  signed.setRequest(request.serializeBinary());
  return signed.serializeBinary();
}

function withinDeadline(): { readonly deadline: number } {
  return { deadline: Date.now() + DEADLINE_MS };
}

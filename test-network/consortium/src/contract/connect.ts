import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as grpc from '@grpc/grpc-js';
import { type Contract, connect, hash, type Network, signers } from '@hyperledger/fabric-gateway';
import type { NetworkDescription } from '@sanfang/network';

/** A call whose peer has vanished may otherwise be waited for without end. */
const DEADLINE_MS = 20_000;

export interface ContractConnection {
  readonly network: Network;
  readonly contract: Contract;
  close(): void;
}

export interface ContractAddress {
  readonly network: NetworkDescription;
  /** Organisation id, whose peer is used. */
  readonly organisation: string;
  /** The organisation's user that signs; `User1`, who has no role, where none is named. */
  readonly user?: string;
  readonly channel: string;
  readonly chaincode: string;
}

/** Connects to a contract as a user of an organisation, by way of its own peer, as any Fabric application does. */
export async function connectContract(address: ContractAddress): Promise<ContractConnection> {
  const { user: name = 'User1' } = address;
  const organisation = address.network.organisations.find(({ id }) => id === address.organisation);
  const user = organisation?.users.find((each) => each.name === name);
  if (organisation === undefined || user === undefined) {
    throw new Error(`The network has no organisation ${address.organisation} with a user ${name}.`);
  }
  const [tlsRoot, certificate, key] = await Promise.all([
    readFile(organisation.peer.tlsCaCert),
    readFile(user.certificate),
    readFile(user.privateKey),
  ]);
  const client = new grpc.Client(organisation.peer.endpoint, grpc.credentials.createSsl(tlsRoot));
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
    close: () => {
      gateway.close();
      client.close();
    },
  };
}

function withinDeadline(): { readonly deadline: number } {
  return { deadline: Date.now() + DEADLINE_MS };
}

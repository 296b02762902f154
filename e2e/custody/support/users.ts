import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client, credentials } from '@grpc/grpc-js';
import { type Contract, connect, type Gateway, hash, signers } from '@hyperledger/fabric-gateway';
import { CHANNEL, type MemberId, member } from './network.js';

/** One user of a member. */
export interface User {
  readonly organisation: MemberId;
  readonly name: string;
}

const userOf = (organisation: MemberId, name: string): User => ({ organisation, name });

export const BANK = {
  gateway: userOf('bank-a', 'gateway'),
  risk: userOf('bank-a', 'risk-officer'),
  /** Has a certificate and no role. */
  nobody: userOf('bank-a', 'User1'),
};
export const BROKER = {
  gateway: userOf('broker-x', 'gateway'),
  trader: userOf('broker-x', 'broker-trader'),
  nobody: userOf('broker-x', 'User1'),
};
export const REGULATOR = { auditor: userOf('regulator', 'regulator-auditor') };

const DEADLINE_MS = 20_000;
const clients = new Map<string, Client>();
const gateways = new Map<string, Gateway>();

/** A call whose peer has vanished may otherwise be waited for without end. */
const withinDeadline = () => ({ deadline: Date.now() + DEADLINE_MS });

function clientOf(id: MemberId): Client {
  const known = clients.get(id);
  if (known !== undefined) return known;
  const { endpoint, tlsCaCert } = member(id).peer;
  // A peer that has been away is to be found at once when it is back.
  const options = { 'grpc.initial_reconnect_backoff_ms': 50, 'grpc.max_reconnect_backoff_ms': 500 };
  const client = new Client(endpoint, credentials.createSsl(readFileSync(tlsCaCert)), options);
  clients.set(id, client);
  return client;
}

/** The user's way to the network, by the user's own member's peer unless another one is named. */
export function gatewayOf(user: User, by: MemberId = user.organisation): Gateway {
  const id = `${user.organisation}/${user.name}/${by}`;
  const known = gateways.get(id);
  if (known !== undefined) return known;
  const { mspId } = member(user.organisation);
  const { certificate, privateKey } = filesOf(user);
  const gateway = connect({
    client: clientOf(by),
    identity: { mspId, credentials: readFileSync(certificate) },
    signer: signers.newPrivateKeySigner(createPrivateKey(readFileSync(privateKey))),
    hash: hash.sha256,
    evaluateOptions: withinDeadline,
    endorseOptions: withinDeadline,
    submitOptions: withinDeadline,
    commitStatusOptions: withinDeadline,
  });
  gateways.set(id, gateway);
  return gateway;
}

export function contractOf(user: User, channel = CHANNEL): Contract {
  return gatewayOf(user).getNetwork(channel).getContract('custody');
}

export function filesOf({ organisation, name }: User): { certificate: string; privateKey: string } {
  const found = member(organisation).users.find((user) => user.name === name);
  if (found === undefined) throw new Error(`${organisation} has no user ${name}.`);
  return found;
}

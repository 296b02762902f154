import { type Contract, connect, type Gateway, type Network, signers } from '@hyperledger/fabric-gateway';
import { BANK_BROKER_X, type MemberId, member } from '../network/consortium.js';
import { type Credentials, userCredentials } from '../network/credentials.js';
import { connection, peerEndpoint } from './connections.js';

/** Bounds of each kind of call, so that a case fails instead of hanging. Milliseconds. */
const CALL_LIMIT_MS = 20_000;

/** A gateway through a member's own peer, signing as that member's `User1`. */
export function gatewayOf(id: MemberId, credentials?: Credentials): Gateway {
  const { certificate, mspId, privateKey } = credentials ?? userCredentials(member(id), 'User1');
  const limit = () => ({ deadline: Date.now() + CALL_LIMIT_MS });
  return connect({
    client: connection(peerEndpoint(id)),
    identity: { mspId, credentials: Buffer.from(certificate) },
    signer: signers.newPrivateKeySigner(privateKey),
    evaluateOptions: limit,
    endorseOptions: limit,
    submitOptions: limit,
    commitStatusOptions: limit,
  });
}

export function channelOf(id: MemberId, channel = BANK_BROKER_X, credentials?: Credentials): Network {
  return gatewayOf(id, credentials).getNetwork(channel);
}

/** The usual way into a case: a chaincode, through one member's peer. */
export function contractOf(id: MemberId, chaincode = 'steps', channel = BANK_BROKER_X): Contract {
  return channelOf(id, channel).getContract(chaincode);
}

/** The bank's client at the peer of another member; an observer may not write, and its gateway serves who may. */
export function bankClientAt(id: MemberId, chaincode = 'steps'): Contract {
  const credentials = userCredentials(member('bank-a'), 'User1');
  return channelOf(id, BANK_BROKER_X, credentials).getContract(chaincode);
}

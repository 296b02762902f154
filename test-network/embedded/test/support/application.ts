import { createHash } from 'node:crypto';
import { type ChannelCredentials, Client, credentials } from '@grpc/grpc-js';
import { type ConnectOptions, connect, type Gateway } from '@hyperledger/fabric-gateway';
import type { SigningIdentity } from '../../src/identity/signing-identity.js';
import type { TestMember } from './test-network.js';

export interface Application {
  readonly gateway: Gateway;
  readonly client: Client;
  close(): void;
}

/** An application of a member: an identity, connected to the member's peer with the unmodified gateway client. */
export function application(
  member: TestMember,
  user: SigningIdentity,
  options: Partial<ConnectOptions> = {},
): Application {
  const client = new Client(member.endpoint, tlsOf(member));
  const gateway = connect({
    client,
    identity: { mspId: user.mspId, credentials: Buffer.from(user.certificatePem) },
    // The client hashes what it signs; here the signer does, over the whole message.
    hash: (message) => message,
    signer: (message) => Promise.resolve(user.sign(message)),
    ...options,
  });
  return {
    gateway,
    client,
    close() {
      gateway.close();
      client.close();
    },
  };
}

export function tlsOf(member: TestMember): ChannelCredentials {
  return credentials.createSsl(Buffer.from(member.org.tlsCaCertificatePem));
}

export function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

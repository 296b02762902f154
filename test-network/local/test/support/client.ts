import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Client, credentials } from '@grpc/grpc-js';
import { type Contract, connect, hash, signers } from '@hyperledger/fabric-gateway';
import type { NetworkDescription } from '@sanfang/network';

export interface TestClient {
  contract(channel: string, chaincode: string): Contract;
  close(): void;
}

/** An ordinary application of the organisation: its User1, its peer, the unmodified SDK. */
export async function clientOf(description: NetworkDescription, organisationId: string): Promise<TestClient> {
  const organisation = description.organisations.find(({ id }) => id === organisationId);
  const user = organisation?.users.find(({ name }) => name === 'User1');
  if (!organisation || !user) {
    throw new Error(`The network has no User1 of ${organisationId}.`);
  }
  const [tlsRoot, certificate, key] = await Promise.all([
    readFile(organisation.peer.tlsCaCert),
    readFile(user.certificate),
    readFile(user.privateKey),
  ]);
  const client = new Client(organisation.peer.endpoint, credentials.createSsl(tlsRoot));
  const gateway = connect({
    client,
    identity: { mspId: organisation.mspId, credentials: certificate },
    signer: signers.newPrivateKeySigner(createPrivateKey(key)),
    hash: hash.sha256,
  });
  return {
    contract: (channel, chaincode) => gateway.getNetwork(channel).getContract(chaincode),
    close() {
      gateway.close();
      client.close();
    },
  };
}

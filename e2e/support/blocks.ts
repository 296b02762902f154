import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, signers } from '@hyperledger/fabric-gateway';
import type { NetworkDescription } from '@sanfang/network';

/** The bytes of a channel's blocks, from the first to the one with the number given, as an organisation's peer delivers them. */
export async function blocksOf(
  network: NetworkDescription,
  { organisation: id, channel, last }: { organisation: string; channel: string; last: bigint },
): Promise<readonly Buffer[]> {
  const organisation = network.organisations.find((each) => each.id === id);
  const user = organisation?.users.find(({ name }) => name === organisation.gateway.user);
  if (organisation === undefined || user === undefined) throw new Error(`${id} has no gateway user.`);
  const client = new Client(
    organisation.peer.endpoint,
    credentials.createSsl(await readFile(organisation.peer.tlsCaCert)),
  );
  const gateway = connect({
    client,
    identity: { mspId: organisation.mspId, credentials: await readFile(user.certificate) },
    signer: signers.newPrivateKeySigner(createPrivateKey(await readFile(user.privateKey))),
  });
  try {
    const blocks: Buffer[] = [];
    using events = await gateway.getNetwork(channel).getBlockEvents({ startBlock: 0n });
    for await (const block of events) {
      blocks.push(Buffer.from(block.serializeBinary()));
      if (BigInt(block.getHeader()?.getNumber() ?? 0) >= last) break;
    }
    return blocks;
  } finally {
    gateway.close();
    client.close();
  }
}

import { createPrivateKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Identity, Signer } from '@hyperledger/fabric-gateway';
import { messageSigner } from '@sanfang/network/message-signer';
import { z } from 'zod';

/** Where a `fabric-network` file system wallet keeps an identity. */
export interface WalletEntry {
  readonly directory: string;
  readonly label: string;
}

const X509Entry = z.object({
  type: z.literal('X.509'),
  version: z.literal(1),
  mspId: z.string().min(1),
  credentials: z.object({ certificate: z.string().min(1), privateKey: z.string().min(1) }),
});

/** Reads a signing identity from a wallet as `fabric-network` writes them; throws with the file and the remedy. The signer signs whole messages. */
export async function readWallet(entry: WalletEntry): Promise<{ identity: Identity; signer: Signer }> {
  // Only the wallet's store is loaded, and only here: the whole package costs half a second and 64 MB.
  const { FileSystemWalletStore } = await import('fabric-network/lib/impl/wallet/filesystemwalletstore.js');
  const where = `identity “${entry.label}” in the wallet ${entry.directory}`;
  // The store would make a folder that is not there.
  const bytes = existsSync(entry.directory)
    ? await (await FileSystemWalletStore.newInstance(entry.directory)).get(entry.label)
    : undefined;
  if (bytes === undefined) {
    throw new Error(`There is no ${where}; derive the network again, or enrol it there.`);
  }
  const { mspId, credentials } = parseEntry(bytes, where);
  return {
    identity: { mspId, credentials: Buffer.from(credentials.certificate) },
    signer: messageSigner(createPrivateKey(credentials.privateKey)),
  };
}

function parseEntry(bytes: Uint8Array, where: string): z.output<typeof X509Entry> {
  try {
    return X509Entry.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch (cause) {
    throw new Error(`The ${where} is no X.509 identity of version 1 as fabric-network writes them.`, {
      cause,
    });
  }
}

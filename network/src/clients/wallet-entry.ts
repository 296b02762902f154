import type { IssuedCredentials } from '../crypto/leaf.js';

/** The text of `<label>.id` in a wallet folder of fabric-network. */
export function walletEntry(mspId: string, { certificatePem, privateKeyPem }: IssuedCredentials): string {
  return JSON.stringify({
    credentials: { certificate: certificatePem, privateKey: privateKeyPem },
    mspId,
    type: 'X.509',
    version: 1,
  });
}

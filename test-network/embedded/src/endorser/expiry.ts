import { X509Certificate } from 'node:crypto';
import { msp } from '@hyperledger/fabric-protos';
import { IdentityError } from '../identity/identity-error.js';
import type { Members } from './check-proposal.js';

/**
 * When an identity's certificate ends, in milliseconds since the epoch; never, if it has no certificate.
 *
 * Strangers are looked at too: that a certificate has expired is told before whose it is.
 */
export function expiryMs(members: Members, creator: Uint8Array): number {
  try {
    return members.deserialize(creator).expiresAtMs;
  } catch (error) {
    if (!(error instanceof IdentityError)) {
      throw error;
    }
    return strangersExpiryMs(creator);
  }
}

function strangersExpiryMs(creator: Uint8Array): number {
  try {
    const pem = msp.SerializedIdentity.deserializeBinary(creator).getIdBytes_asU8();
    return Date.parse(new X509Certificate(pem).validTo);
  } catch {
    // What cannot be read is refused by the checks that follow, in their own words.
    return Number.POSITIVE_INFINITY;
  }
}

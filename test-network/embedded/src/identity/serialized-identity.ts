import { msp } from '@hyperledger/fabric-protos';
import { strictDecode } from '../ledger/wire/strict-decode.js';
import { IdentityError } from './identity-error.js';

/** Splits msp.SerializedIdentity bytes into MSP id and PEM. Throws IdentityError. */
export function readSerializedIdentity(serialized: Uint8Array): { mspId: string; pem: Uint8Array } {
  try {
    const identity = strictDecode(msp.SerializedIdentity, serialized);
    return { mspId: identity.getMspid(), pem: identity.getIdBytes_asU8() };
  } catch (error) {
    throw new IdentityError(
      `could not deserialize a SerializedIdentity: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

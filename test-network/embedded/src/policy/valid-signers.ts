import type { Identity } from '../identity/identity.js';
import { IdentityError } from '../identity/identity-error.js';
import type { MspManager } from '../identity/msp-manager.js';
import type { SignedData } from './policy.js';

/** The identities whose signatures are right, each once, in the order given. */
export function validSigners(signed: readonly SignedData[], msps: MspManager): Identity[] {
  const signers = new Map<string, Identity>();
  for (const { identity: serialized, message, signature } of signed) {
    const identity = tryDeserialize(serialized, msps);
    if (identity === undefined) continue;
    const key = `${identity.mspId}${identity.id}`;
    if (!signers.has(key) && identity.verify(message, signature)) signers.set(key, identity);
  }
  return [...signers.values()];
}

function tryDeserialize(serialized: Uint8Array, msps: MspManager): Identity | undefined {
  try {
    return msps.deserialize(serialized);
  } catch (error) {
    // A stranger's signature is worth nothing, but it does not spoil the signatures beside it.
    if (error instanceof IdentityError) return undefined;
    throw error;
  }
}

import type { msp } from '@hyperledger/fabric-protos';
import { BoundedCache } from './bounded-cache.js';
import type { Identity } from './identity.js';
import { IdentityError } from './identity-error.js';
import type { Msp } from './msp.js';
import { readSerializedIdentity } from './serialized-identity.js';

const CACHED_IDENTITIES = 2_000;

/** The MSPs of one version of a channel's configuration. */
export class MspManager {
  readonly #msps: ReadonlyMap<string, Msp>;
  readonly #identities = new BoundedCache<Identity>(CACHED_IDENTITIES);

  constructor(msps: readonly Msp[]) {
    this.#msps = new Map(msps.map((each) => [each.id, each]));
  }

  get mspIds(): readonly string[] {
    return [...this.#msps.keys()];
  }

  msp(id: string): Msp | undefined {
    return this.#msps.get(id);
  }

  /**
   * Reads msp.SerializedIdentity bytes.
   *
   * Throws IdentityError if they cannot be read, the MSP is not of this channel, or a stranger has issued the
   * certificate. What comes back may still be no valid member: ask `validate`.
   */
  deserialize(serialized: Uint8Array): Identity {
    const key = Buffer.from(serialized.buffer, serialized.byteOffset, serialized.byteLength).toString(
      'latin1',
    );
    const known = this.#identities.get(key);
    if (known !== undefined) return known;
    const identity = this.#msp(readSerializedIdentity(serialized).mspId).deserialize(serialized);
    this.#identities.set(key, identity);
    return identity;
  }

  /** Throws IdentityError unless the identity is a member of its MSP. */
  validate(identity: Identity): void {
    this.#msp(identity.mspId).validate(identity);
  }

  /** Throws IdentityError, in Fabric's words, unless the identity is what the principal describes. */
  check(identity: Identity, principal: msp.MSPPrincipal): void {
    this.#msp(identity.mspId).check(identity, principal);
  }

  satisfies(identity: Identity, principal: msp.MSPPrincipal): boolean {
    return this.#msp(identity.mspId).satisfies(identity, principal);
  }

  #msp(id: string): Msp {
    const found = this.#msps.get(id);
    if (found === undefined) throw new IdentityError(`MSP ${id} is not defined on channel`);
    return found;
  }
}

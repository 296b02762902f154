import type { msp } from '@hyperledger/fabric-protos';
import type { Identity } from './identity.js';
import type { Msp } from './msp.js';

export class MspManager {
  readonly #msps: ReadonlyMap<string, Msp>;

  constructor(msps: readonly Msp[]) {
    this.#msps = new Map(msps.map((each) => [each.id, each]));
  }

  get mspIds(): readonly string[] {
    return [...this.#msps.keys()];
  }

  msp(id: string): Msp | undefined {
    return this.#msps.get(id);
  }

  /** Throws IdentityError; cached by bytes. */
  deserialize(serialized: Uint8Array): Identity {
    throw new Error(`not yet: ${serialized.length}`);
  }

  /** Throws IdentityError. */
  validate(identity: Identity): void {
    throw new Error(`not yet: ${identity.mspId}`);
  }

  satisfies(identity: Identity, principal: msp.MSPPrincipal): boolean {
    throw new Error(`not yet: ${identity.mspId} ${principal.getPrincipalClassification()}`);
  }
}

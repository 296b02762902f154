import type { msp } from '@hyperledger/fabric-protos';
import type { Identity } from './identity.js';

export class Msp {
  readonly id: string;

  private constructor(id: string) {
    this.id = id;
  }

  static fromConfig(config: msp.MSPConfig): Msp {
    throw new Error(`not yet: ${config.getType()}`);
  }

  /** Throws IdentityError with Fabric's wording. */
  validate(identity: Identity): void {
    throw new Error(`not yet: ${identity.mspId}`);
  }

  satisfies(identity: Identity, principal: msp.MSPPrincipal): boolean {
    throw new Error(`not yet: ${identity.mspId} ${principal.getPrincipalClassification()}`);
  }
}

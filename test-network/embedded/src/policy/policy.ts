import type { msp } from '@hyperledger/fabric-protos';
import type { Identity } from '../identity/identity.js';

export interface SignedData {
  readonly message: Uint8Array;
  /** msp.SerializedIdentity bytes. */
  readonly identity: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Policy {
  /** Verifies the signatures and evaluates the policy over who signed. Throws PolicyError. */
  evaluate(signed: readonly SignedData[]): void;
  /** Whether these identities, taken as having signed, satisfy the policy. */
  evaluateIdentities(identities: readonly Identity[]): boolean;
}

/** A policy that can also say which combinations of principals satisfy it. */
export interface InquireablePolicy extends Policy {
  principalSets(): msp.MSPPrincipal[][];
}

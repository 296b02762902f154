import type { common, msp } from '@hyperledger/fabric-protos';
import type { Identity } from '../identity/identity.js';

/** A message that somebody claims to have signed. */
export interface SignedData {
  readonly message: Uint8Array;
  /** msp.SerializedIdentity bytes. */
  readonly identity: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Policy {
  /**
   * Evaluates the policy over who has signed; what cannot be read or is signed wrongly does not count, and whoever
   * signs twice counts once. Throws PolicyError, in Fabric's words, unless it is satisfied.
   */
  evaluate(signed: readonly SignedData[]): void;
  /** Whether these identities, taken as having signed, satisfy the policy. */
  evaluateIdentities(identities: readonly Identity[]): boolean;
}

/** A policy that can also say who would satisfy it. */
export interface InquireablePolicy extends Policy {
  /** The combinations of principals that satisfy the policy; none if it cannot be said. */
  principalSets(): msp.MSPPrincipal[][];
  /** The policy written out as a signature policy. */
  toSignaturePolicy(): common.SignaturePolicyEnvelope;
}

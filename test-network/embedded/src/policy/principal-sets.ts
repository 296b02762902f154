import type { common, msp } from '@hyperledger/fabric-protos';

/** The minimal combinations of principals that satisfy a signature policy. */
export function satisfyingPrincipalSets(envelope: common.SignaturePolicyEnvelope): msp.MSPPrincipal[][] {
  throw new Error(`not yet: ${envelope.getVersion()}`);
}

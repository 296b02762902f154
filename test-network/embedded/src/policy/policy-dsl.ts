import type { common } from '@hyperledger/fabric-protos';

/** Parses "AND('A.peer', OR('B.member', 'C.admin'))" and OutOf(2, ...). */
export function parsePolicy(text: string): common.SignaturePolicyEnvelope {
  throw new Error(`not yet: ${text}`);
}

import type { common } from '@hyperledger/fabric-protos';
import type { MspManager } from '../identity/msp-manager.js';
import type { InquireablePolicy } from './policy.js';

export function compileSignaturePolicy(
  envelope: common.SignaturePolicyEnvelope,
  msps: MspManager,
): InquireablePolicy {
  throw new Error(`not yet: ${envelope.getVersion()} ${msps.mspIds.length}`);
}

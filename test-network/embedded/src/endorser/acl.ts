import type { SignedData } from '../policy/policy.js';
import type { EndorsingPeer } from './endorsing-peer.js';

export interface AclRequest {
  /** e.g. `peer/Propose`, `event/Block`. */
  readonly resource: string;
  readonly channelId: string;
  readonly signed: SignedData;
}

/** Fabric's CheckACL: local MSP principals for peer-wide resources, channel policies for the rest. @throws Error with Fabric's words */
export function checkAcl(_peer: EndorsingPeer, _request: AclRequest): void {
  throw new Error('not written yet');
}

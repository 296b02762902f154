import type { MspManager } from '../identity/msp-manager.js';
import type { InquireablePolicy } from './policy.js';

/** What an application policy needs of a channel's configuration; ChannelConfig has it. */
export interface PolicySource {
  readonly msps: MspManager;
  policy(path: string): InquireablePolicy;
}

/** Compiles peer.ApplicationPolicy bytes: a signature policy, or a reference to a channel policy. Throws PolicyError. */
export function compileApplicationPolicy(bytes: Uint8Array, channel: PolicySource): InquireablePolicy {
  throw new Error(`not yet: ${bytes.length} ${channel.msps.mspIds.length}`);
}

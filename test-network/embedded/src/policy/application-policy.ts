import { peer } from '@hyperledger/fabric-protos';
import { BoundedCache } from '../identity/bounded-cache.js';
import type { MspManager } from '../identity/msp-manager.js';
import { strictDecode } from '../ledger/wire/strict-decode.js';
import type { InquireablePolicy } from './policy.js';
import { PolicyError } from './policy-error.js';
import { compileSignaturePolicy } from './signature-policy.js';

const CACHED_POLICIES = 500;

/** What an application policy needs of a channel's configuration; ChannelConfig has it. */
export interface PolicySource {
  readonly msps: MspManager;
  policy(path: string): InquireablePolicy;
}

const compiled = new WeakMap<PolicySource, BoundedCache<InquireablePolicy>>();

/**
 * Compiles peer.ApplicationPolicy bytes: a signature policy, or a reference to a policy of the channel.
 *
 * The bytes come with every transaction, so what they compile to is kept as long as the channel's configuration stays.
 * Throws PolicyError.
 */
export function compileApplicationPolicy(bytes: Uint8Array, channel: PolicySource): InquireablePolicy {
  const cache = compiled.get(channel) ?? new BoundedCache<InquireablePolicy>(CACHED_POLICIES);
  compiled.set(channel, cache);
  const key = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const known = cache.get(key);
  if (known !== undefined) return known;
  const policy = compile(bytes, channel);
  cache.set(key, policy);
  return policy;
}

function compile(bytes: Uint8Array, channel: PolicySource): InquireablePolicy {
  const policy = read(bytes);
  const reference = policy.getChannelConfigPolicyReference();
  const { TypeCase } = peer.ApplicationPolicy;
  switch (policy.getTypeCase()) {
    case TypeCase.SIGNATURE_POLICY:
      return explained('could not create evaluator for signature policy', () => {
        const envelope = policy.getSignaturePolicy();
        if (envelope === undefined) throw new PolicyError('invalid arguments');
        return compileSignaturePolicy(envelope, channel.msps);
      });
    case TypeCase.CHANNEL_CONFIG_POLICY_REFERENCE:
      return explained('could not create evaluator for channel reference policy', () =>
        referenced(channel, reference),
      );
    default:
      throw new PolicyError('unsupported policy type <nil>');
  }
}

function read(bytes: Uint8Array): peer.ApplicationPolicy {
  try {
    return strictDecode(peer.ApplicationPolicy, bytes);
  } catch (error) {
    throw new PolicyError(
      `failed to unmarshal ApplicationPolicy bytes: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function referenced(channel: PolicySource, reference: string): InquireablePolicy {
  try {
    return channel.policy(reference);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw new PolicyError(`failed to retrieve policy for reference ${reference}`);
  }
}

function explained<Result>(context: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof PolicyError) throw new PolicyError(`${context}: ${error.message}`);
    throw error;
  }
}

import { common, type msp } from '@hyperledger/fabric-protos';
import type { Identity } from '../identity/identity.js';
import type { MspManager } from '../identity/msp-manager.js';
import type { InquireablePolicy, SignedData } from './policy.js';
import { nOutOf, signedBy } from './policy-dsl.js';
import { PolicyError } from './policy-error.js';
import { satisfyingPrincipalSets } from './principal-sets.js';
import { validSigners } from './valid-signers.js';

export interface ImplicitMetaOptions {
  readonly definition: common.ImplicitMetaPolicy;
  /** The policy of this name of each group below; undefined where a group has none, which nobody can satisfy. */
  readonly subPolicies: readonly (InquireablePolicy | undefined)[];
  readonly msps: MspManager;
}

/** A policy that asks for any, all or the majority of the policies of one name in the groups below. */
export class ImplicitMetaPolicy implements InquireablePolicy {
  readonly #name: string;
  readonly #threshold: number;
  readonly #subPolicies: readonly (InquireablePolicy | undefined)[];
  readonly #msps: MspManager;

  constructor({ definition, subPolicies, msps }: ImplicitMetaOptions) {
    this.#name = definition.getSubPolicy();
    this.#threshold = threshold(definition.getRule(), subPolicies.length);
    this.#subPolicies = subPolicies;
    this.#msps = msps;
  }

  evaluate(signed: readonly SignedData[]): void {
    const satisfied = this.#satisfied(validSigners(signed, this.#msps));
    if (satisfied >= this.#threshold) return;
    throw new PolicyError(
      `implicit policy evaluation failed - ${satisfied} sub-policies were satisfied, ` +
        `but this policy requires ${this.#threshold} of the '${this.#name}' sub-policies to be satisfied`,
    );
  }

  evaluateIdentities(identities: readonly Identity[]): boolean {
    return this.#satisfied(identities) >= this.#threshold;
  }

  principalSets(): msp.MSPPrincipal[][] {
    return satisfyingPrincipalSets(this.toSignaturePolicy());
  }

  toSignaturePolicy(): common.SignaturePolicyEnvelope {
    const principals = new Map<string, { readonly index: number; readonly principal: msp.MSPPrincipal }>();
    const indexOf = (principal: msp.MSPPrincipal): number => {
      const key = Buffer.from(principal.serializeBinary()).toString('hex');
      const known = principals.get(key) ?? { index: principals.size, principal };
      principals.set(key, known);
      return known.index;
    };
    const rules = this.#subPolicies.map((subPolicy) => {
      if (subPolicy === undefined) {
        throw new PolicyError(`policy ${this.#name} is missing in a group, so it cannot be written out`);
      }
      const envelope = subPolicy.toSignaturePolicy();
      const positions = envelope.getIdentitiesList().map(indexOf);
      return renumbered(envelope.getRule() ?? new common.SignaturePolicy(), positions);
    });
    const converted = new common.SignaturePolicyEnvelope();
    converted.setRule(nOutOf(this.#threshold, rules));
    converted.setIdentitiesList([...principals.values()].map(({ principal }) => principal));
    return converted;
  }

  #satisfied(identities: readonly Identity[]): number {
    let satisfied = 0;
    for (const policy of this.#subPolicies) {
      if (satisfied === this.#threshold) break;
      if (policy?.evaluateIdentities(identities)) satisfied += 1;
    }
    return satisfied;
  }
}

/** With nothing below there is nothing to ask for. */
function threshold(rule: number, count: number): number {
  if (count === 0) return 0;
  const { ALL, MAJORITY } = common.ImplicitMetaPolicy.Rule;
  if (rule === ALL) return count;
  return rule === MAJORITY ? Math.floor(count / 2) + 1 : 1;
}

function renumbered(policy: common.SignaturePolicy, positions: readonly number[]): common.SignaturePolicy {
  const gate = policy.getNOutOf();
  if (gate === undefined) return signedBy(positions[policy.getSignedBy()] ?? -1);
  return nOutOf(
    gate.getN(),
    gate.getRulesList().map((rule) => renumbered(rule, positions)),
  );
}

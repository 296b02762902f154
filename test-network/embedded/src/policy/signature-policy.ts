import { common, type msp } from '@hyperledger/fabric-protos';
import type { Identity } from '../identity/identity.js';
import type { MspManager } from '../identity/msp-manager.js';
import type { InquireablePolicy, SignedData } from './policy.js';
import { PolicyError } from './policy-error.js';
import { satisfyingPrincipalSets } from './principal-sets.js';
import { validSigners } from './valid-signers.js';

/** Marks the identities that it uses up; true if they are enough. */
type Evaluator = (identities: readonly Identity[], used: boolean[]) => boolean;

/** Compiles a signature policy: who signs counts once, for the first rule that takes them. Throws PolicyError. */
export function compileSignaturePolicy(
  envelope: common.SignaturePolicyEnvelope,
  msps: MspManager,
): InquireablePolicy {
  return new SignaturePolicy(envelope, msps);
}

class SignaturePolicy implements InquireablePolicy {
  readonly #envelope: common.SignaturePolicyEnvelope;
  readonly #msps: MspManager;
  readonly #evaluator: Evaluator;

  constructor(envelope: common.SignaturePolicyEnvelope, msps: MspManager) {
    this.#envelope = envelope;
    this.#msps = msps;
    this.#evaluator = compile(envelope.getRule(), envelope.getIdentitiesList(), msps);
  }

  evaluate(signed: readonly SignedData[]): void {
    if (!this.evaluateIdentities(validSigners(signed, this.#msps))) {
      throw new PolicyError('signature set did not satisfy policy');
    }
  }

  evaluateIdentities(identities: readonly Identity[]): boolean {
    return this.#evaluator(identities, new Array<boolean>(identities.length).fill(false));
  }

  principalSets(): msp.MSPPrincipal[][] {
    return satisfyingPrincipalSets(this.#envelope);
  }

  toSignaturePolicy(): common.SignaturePolicyEnvelope {
    return this.#envelope;
  }
}

function compile(
  policy: common.SignaturePolicy | undefined,
  principals: readonly msp.MSPPrincipal[],
  msps: MspManager,
): Evaluator {
  const { TypeCase } = common.SignaturePolicy;
  const gate = policy?.getNOutOf();
  if (policy === undefined) throw new PolicyError('Empty policy element');
  switch (policy.getTypeCase()) {
    case TypeCase.SIGNED_BY:
      return compileSignedBy(policy.getSignedBy(), principals, msps);
    case TypeCase.N_OUT_OF:
      return compileGate(
        gate?.getN() ?? 0,
        (gate?.getRulesList() ?? []).map((rule) => compile(rule, principals, msps)),
      );
    default:
      throw new PolicyError('Unknown type: <nil>:<nil>');
  }
}

/** All rules are tried even when enough hold already, and a rule that fails gives back what it has used. */
function compileGate(threshold: number, rules: readonly Evaluator[]): Evaluator {
  return (identities, used) => {
    let satisfied = 0;
    for (const rule of rules) {
      const attempt = [...used];
      if (!rule(identities, attempt)) continue;
      satisfied += 1;
      for (const [index, isUsed] of attempt.entries()) used[index] = isUsed;
    }
    return satisfied >= threshold;
  };
}

function compileSignedBy(
  index: number,
  principals: readonly msp.MSPPrincipal[],
  msps: MspManager,
): Evaluator {
  const principal = principals[index];
  if (principal === undefined) {
    throw new PolicyError(
      `identity index out of range, requested ${index}, but identities length is ${principals.length}`,
    );
  }
  return (identities, used) => {
    const position = identities.findIndex(
      (identity, candidate) => !used[candidate] && msps.satisfies(identity, principal),
    );
    if (position === -1) return false;
    used[position] = true;
    return true;
  };
}

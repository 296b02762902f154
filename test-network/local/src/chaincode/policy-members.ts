import { type common, msp } from '@hyperledger/fabric-protos';
import { OperatorError } from '@sanfang/native-fabric';
import { signaturePolicyEnvelope } from '@sanfang/network';

export interface PolicyMembers {
  /** Every organisation that the policy names. */
  readonly mspIds: readonly string[];
  /** Whether signatures of these organisations (one each) would be enough. */
  satisfiable(mspIds: ReadonlySet<string>): boolean;
}

/** @throws OperatorError if the text is not a signature policy. */
export function policyMembers(text: string): PolicyMembers {
  const envelope = parse(text);
  const named = envelope
    .getIdentitiesList()
    .map((principal) => msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8()).getMspIdentifier());
  const met = (rule: common.SignaturePolicy | undefined, present: ReadonlySet<string>): boolean => {
    const outOf = rule?.getNOutOf();
    if (outOf) {
      return outOf.getRulesList().filter((part) => met(part, present)).length >= outOf.getN();
    }
    return present.has(named[rule?.getSignedBy() ?? 0] ?? '');
  };
  return { mspIds: [...new Set(named)], satisfiable: (present) => met(envelope.getRule(), present) };
}

function parse(text: string): common.SignaturePolicyEnvelope {
  try {
    return signaturePolicyEnvelope(text);
  } catch (error) {
    throw new OperatorError(`The policy ${text} ${(error as Error).message}.`);
  }
}

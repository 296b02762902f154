import type { common, msp } from '@hyperledger/fabric-protos';

/** No more combinations are made than this, whatever a policy asks for; endorsers are few, and one will do. */
const MOST_COMBINATIONS = 10_000;

/**
 * The combinations of principals that satisfy a signature policy, for endorser selection.
 *
 * A principal that the policy asks for twice is there twice. Empty if no combination can be named: a gate that asks
 * for nothing, for more than it has, or for a principal that is not there.
 */
export function satisfyingPrincipalSets(envelope: common.SignaturePolicyEnvelope): msp.MSPPrincipal[][] {
  const rule = envelope.getRule();
  return (rule && setsOf(rule, envelope.getIdentitiesList())) ?? [];
}

/** Undefined if some part of the policy cannot be named by principals; Fabric then names none for the whole. */
function setsOf(
  policy: common.SignaturePolicy,
  principals: readonly msp.MSPPrincipal[],
): msp.MSPPrincipal[][] | undefined {
  const gate = policy.getNOutOf();
  if (gate === undefined) {
    const principal = policy.hasSignedBy() ? principals[policy.getSignedBy()] : undefined;
    return principal === undefined ? undefined : [[principal]];
  }
  const rules = gate.getRulesList();
  const threshold = gate.getN();
  if (threshold <= 0 || rules.length === 0) return undefined;
  const ofRules = rules.map((rule) => setsOf(rule, principals));
  const sets: msp.MSPPrincipal[][] = [];
  for (const chosen of combinations(rules.length, threshold)) {
    const ofChosen = chosen.map((index) => ofRules[index]);
    const products = product(ofChosen);
    if (products === undefined) return undefined;
    sets.push(...products.slice(0, MOST_COMBINATIONS - sets.length));
    if (sets.length >= MOST_COMBINATIONS) break;
  }
  return sets;
}

/** One set out of each list, laid together, in every way. */
function product(lists: readonly (msp.MSPPrincipal[][] | undefined)[]): msp.MSPPrincipal[][] | undefined {
  let products: msp.MSPPrincipal[][] = [[]];
  for (const list of lists) {
    if (list === undefined) return undefined;
    products = products
      .slice(0, Math.max(1, Math.floor(MOST_COMBINATIONS / Math.max(1, list.length))))
      .flatMap((start) => list.map((rest) => [...start, ...rest]));
  }
  return products;
}

/** The ways to choose `size` out of `count`, each as ascending indices. */
function* combinations(count: number, size: number, from = 0): Generator<number[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let first = from; first <= count - size; first += 1) {
    for (const rest of combinations(count, size - 1, first + 1)) yield [first, ...rest];
  }
}

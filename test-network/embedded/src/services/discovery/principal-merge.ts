import { msp } from '@hyperledger/fabric-protos';

/** A principal with what is needed to tell whether satisfying it also satisfies another one. */
export interface ComparablePrincipal {
  readonly principal: msp.MSPPrincipal;
  readonly key: string;
  readonly mspId: string;
  readonly role?: number;
  readonly ou?: { readonly name: string; readonly certifiers: string };
  readonly identity?: string;
}

export type PrincipalSet = readonly ComparablePrincipal[];

export function principalKey(principal: msp.MSPPrincipal): string {
  return `${principal.getPrincipalClassification()}:${Buffer.from(principal.getPrincipal_asU8()).toString('latin1')}`;
}

/** Undefined for kinds of principal that cannot be compared (anonymity, combined). */
export function comparable(principal: msp.MSPPrincipal): ComparablePrincipal | undefined {
  const bytes = principal.getPrincipal_asU8();
  const key = principalKey(principal);
  switch (principal.getPrincipalClassification()) {
    case msp.MSPPrincipal.Classification.ROLE: {
      const role = msp.MSPRole.deserializeBinary(bytes);
      return { principal, key, mspId: role.getMspIdentifier(), role: role.getRole() };
    }
    case msp.MSPPrincipal.Classification.ORGANIZATION_UNIT: {
      const ou = msp.OrganizationUnit.deserializeBinary(bytes);
      const certifiers = ou.getCertifiersIdentifier_asB64();
      return {
        principal,
        key,
        mspId: ou.getMspIdentifier(),
        ou: { name: ou.getOrganizationalUnitIdentifier(), certifiers },
      };
    }
    case msp.MSPPrincipal.Classification.IDENTITY: {
      const identity = msp.SerializedIdentity.deserializeBinary(bytes);
      return { principal, key, mspId: identity.getMspid(), identity: identity.getIdBytes_asB64() };
    }
    default:
      return undefined;
  }
}

/** Whether everyone who satisfies `a` also satisfies `b`. */
export function isA(a: ComparablePrincipal, b: ComparablePrincipal): boolean {
  if (a.mspId !== b.mspId) {
    return false;
  }
  if (b.role === msp.MSPRole.MSPRoleType.MEMBER) {
    return true;
  }
  if (a.ou !== undefined && b.ou !== undefined) {
    return a.ou.name === b.ou.name && a.ou.certifiers === b.ou.certifiers;
  }
  if (a.role !== undefined && b.role !== undefined) {
    return a.role === b.role;
  }
  return a.identity !== undefined && a.identity === b.identity;
}

/**
 * Combines the principal sets of two policies into sets that satisfy both.
 *
 * A set that another one covers is not asked for twice, and a set that contains another is dropped, so the
 * result stays minimal.
 */
export function mergePrincipalSets(
  first: readonly PrincipalSet[],
  second: readonly PrincipalSet[],
): readonly PrincipalSet[] {
  const covered = pairsWhere(first, second, coveredBy);
  const firstLeft = first.filter((set) => !covered.some(([contained]) => contained === set));
  const coveredBack = pairsWhere(second, firstLeft, coveredBy);
  const secondLeft = second.filter(
    (set) =>
      !coveredBack.some(([contained]) => contained === set) &&
      !covered.some(([, containing]) => containing === set),
  );
  const firstOnly = firstLeft.filter((set) => !coveredBack.some(([, containing]) => containing === set));
  const merged = [...covered, ...coveredBack].map(([contained, containing]) => unite(contained, containing));
  for (const one of firstOnly) {
    for (const other of secondLeft) {
      merged.push(unite(one, other));
    }
  }
  return withoutSupersets(merged);
}

function pairsWhere(
  some: readonly PrincipalSet[],
  others: readonly PrincipalSet[],
  holds: (one: PrincipalSet, other: PrincipalSet) => boolean,
): (readonly [PrincipalSet, PrincipalSet])[] {
  return some.flatMap((one) =>
    others.filter((other) => holds(one, other)).map((other) => [one, other] as const),
  );
}

function coveredBy(contained: PrincipalSet, containing: PrincipalSet): boolean {
  return contained.every((principal) => containing.some((candidate) => isA(candidate, principal)));
}

/** The containing set, plus what of the contained one no unused principal of it covers. */
function unite(contained: PrincipalSet, containing: PrincipalSet): PrincipalSet {
  const used = new Set<number>();
  const added = contained.filter((principal) => {
    const at = containing.findIndex((candidate, index) => !used.has(index) && isA(candidate, principal));
    if (at >= 0) {
      used.add(at);
    }
    return at < 0;
  });
  return [...containing, ...added];
}

function withoutSupersets(sets: readonly PrincipalSet[]): readonly PrincipalSet[] {
  const kept = sets.filter((set, index) => {
    let redundant = false;
    sets.forEach((other, otherIndex) => {
      if (otherIndex !== index && subset(other, set)) {
        // Of two equal sets the first stays.
        redundant = redundant || !(subset(set, other) && index < otherIndex);
      }
    });
    return !redundant;
  });
  return kept.length === sets.length ? kept : withoutSupersets(kept);
}

function subset(small: PrincipalSet, large: PrincipalSet): boolean {
  return small.every((principal) => large.some((candidate) => candidate.key === principal.key));
}

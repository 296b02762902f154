import type { msp } from '@hyperledger/fabric-protos';
import { IdentityError } from './identity-error.js';

/** An organisational unit of a certificate, with the hash of the chain of authorities that vouches for it. */
export interface OrganizationalUnit {
  readonly name: string;
  /** SHA-256 over the DER of the chain's authorities, the issuer's first. */
  readonly certifiersIdentifier: Buffer;
}

interface NodeOu {
  readonly name: string;
  /** Left out: any chain of the MSP will do. */
  readonly certifiersIdentifier?: Buffer;
}

export type NodeRole = 'CLIENT' | 'PEER' | 'ADMIN' | 'ORDERER';

/** The organisational units by which an MSP tells clients, peers, admins and orderers apart. */
export class NodeOus {
  /** Whether the MSP tells them apart at all. */
  readonly enforced: boolean;
  readonly #mspId: string;
  readonly #byRole: ReadonlyMap<NodeRole, NodeOu>;

  /** `certifiersIdentifierOf` gives the hash for the PEM certificate of an authority of the MSP, or throws. */
  constructor(
    config: msp.FabricMSPConfig,
    mspId: string,
    certifiersIdentifierOf: (certificate: Uint8Array) => Buffer,
  ) {
    this.#mspId = mspId;
    const ous = config.getFabricNodeOus();
    const entries: [NodeRole, msp.FabricOUIdentifier | undefined][] = [
      ['CLIENT', ous?.getClientOuIdentifier()],
      ['PEER', ous?.getPeerOuIdentifier()],
      ['ADMIN', ous?.getAdminOuIdentifier()],
      ['ORDERER', ous?.getOrdererOuIdentifier()],
    ];
    this.#byRole = new Map(
      entries.flatMap(([role, identifier]) => {
        if (identifier === undefined) return [];
        const name = identifier.getOrganizationalUnitIdentifier();
        const certificate = identifier.getCertificate_asU8();
        const pinned =
          certificate.length > 0 ? { certifiersIdentifier: certifiersIdentifierOf(certificate) } : {};
        return [[role, { name, ...pinned }] as const];
      }),
    );
    this.enforced = (ous?.getEnable() ?? false) && this.#byRole.size > 0;
  }

  defines(role: NodeRole): boolean {
    return this.#byRole.has(role);
  }

  /** Throws IdentityError unless the units name exactly one role, vouched for by the right chain. */
  validate(units: readonly OrganizationalUnit[]): void {
    const known = new Map([...this.#byRole.values()].map((ou) => [ou.name, ou]));
    let count = 0;
    for (const unit of units) {
      const ou = known.get(unit.name);
      if (ou === undefined) continue;
      if (
        ou.certifiersIdentifier !== undefined &&
        !ou.certifiersIdentifier.equals(unit.certifiersIdentifier)
      ) {
        throw new IdentityError(
          `certifiersIdentifier does not match: ${describeUnits(units)}, MSP: [${this.#mspId}]`,
        );
      }
      count += 1;
    }
    if (count === 1) return;
    throw new IdentityError(
      count === 0
        ? `the identity does not have an OU that resolves to client, peer, orderer, or admin role. OUs: ${describeUnits(units)}, MSP: [${this.#mspId}]`
        : `the identity must have a client, a peer, an orderer, or an admin OU role to be valid, not a combination of them. OUs: ${describeUnits(units)}, MSP: [${this.#mspId}]`,
    );
  }

  /** Throws IdentityError unless one of the units is the role's. Who vouches for it is for `validate` to say. */
  check(units: readonly OrganizationalUnit[], role: NodeRole): void {
    const problem = this.problem(new Set(units.map(({ name }) => name)), role);
    if (problem !== undefined) throw new IdentityError(problem);
  }

  /** Why a member with units of these names does not have the role; undefined if it has. */
  problem(names: ReadonlySet<string>, role: NodeRole): string | undefined {
    if (!this.enforced) return 'NodeOUs not activated. Cannot tell apart identities.';
    const ou = this.#byRole.get(role);
    if (ou === undefined) {
      return `cannot test for classification, node ou for type [${role}], not defined, msp: [${this.#mspId}]`;
    }
    if (names.has(ou.name)) return undefined;
    return `The identity does not contain OU [${role}], MSP: [${this.#mspId}]`;
  }
}

/** `[client(00112233AABBCCDD)]`: names with the first bytes of the hash, as Fabric prints them. */
export function describeUnits(units: readonly OrganizationalUnit[]): string {
  const described = units.map(
    ({ name, certifiersIdentifier }) =>
      `${name}(${certifiersIdentifier.subarray(0, 8).toString('hex').toUpperCase()})`,
  );
  return `[${described.join(' ')}]`;
}

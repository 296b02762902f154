import { msp } from '@hyperledger/fabric-protos';
import { AnswerCache } from './answer-cache.js';
import { Authorities, certifiersIdentifier } from './authorities.js';
import { Certificate } from './certificate.js';
import type { SignatureHash } from './checked-signatures.js';
import type { Identity } from './identity.js';
import { explained, IdentityError } from './identity-error.js';
import { mspConfigFromDirectory } from './msp-directory.js';
import { describeUnits, NodeOus, type NodeRole, type OrganizationalUnit } from './node-ous.js';
import { decodePem } from './pem.js';
import { checkPrincipal, type Membership } from './principals.js';
import { readSerializedIdentity } from './serialized-identity.js';
import { X509Identity } from './x509-identity.js';

const X509_TYPE = 0;
const CACHED_IDENTITIES = 1_000;
const CACHED_ANSWERS = 10_000;
const KEY_NAMES: Readonly<Record<string, string>> = { ed25519: 'Ed25519', rsa: 'RSA', dsa: 'DSA' };

export interface MspOptions {
  /** Whether Ed25519 keys may be identities: from channel capability V3_0 on, and in a node's own MSP. */
  readonly ed25519?: boolean;
}

/**
 * A membership service provider: who belongs to an organisation, and as what.
 *
 * Behaves as Fabric's X.509 MSP does from channel capability V1_4_3 on. Answers are cached: an MSP never changes, a
 * new channel configuration makes a new one.
 */
export class Msp implements Membership {
  readonly id: string;
  /** PEM, as configured: the roots of trust for connections to members' nodes. */
  readonly tlsRootCertificates: readonly Uint8Array[];
  /** PEM, as configured. */
  readonly tlsIntermediateCertificates: readonly Uint8Array[];
  readonly #authorities: Authorities;
  readonly #requiredUnits: ReadonlyMap<string, readonly Buffer[]>;
  readonly #nodeOus: NodeOus;
  readonly #admins: ReadonlySet<string>;
  readonly #hash: SignatureHash;
  readonly #keyTypes: ReadonlySet<string>;
  readonly #validated = new AnswerCache(CACHED_IDENTITIES);
  readonly #satisfied = new AnswerCache(CACHED_ANSWERS);
  readonly #principalKeys = new WeakMap<msp.MSPPrincipal, string>();

  private constructor(config: msp.FabricMSPConfig, options: MspOptions) {
    this.id = config.getName();
    this.#hash = signatureHash(config.getCryptoConfig()?.getSignatureHashFamily() ?? '');
    this.#keyTypes = new Set(options.ed25519 ? ['ec', 'ed25519'] : ['ec']);
    this.#authorities = new Authorities(config);
    this.tlsRootCertificates = config.getTlsRootCertsList_asU8();
    this.tlsIntermediateCertificates = config.getTlsIntermediateCertsList_asU8();
    this.#requiredUnits = requiredUnits(config, this.#authorities);
    this.#nodeOus = new NodeOus(config, this.id, (pem) => this.#authorities.certifiersIdentifier(pem));
    this.#admins = this.#checkedAdmins(config.getAdminsList_asU8());
  }

  /** Throws IdentityError if the configuration is not that of a working X.509 MSP. */
  static fromConfig(config: msp.MSPConfig, options: MspOptions = {}): Msp {
    if (config.getType() !== X509_TYPE) {
      throw new IdentityError(`Setup error: unsupported msp type ${config.getType()}`);
    }
    return new Msp(readFabricConfig(config.getConfig_asU8()), options);
  }

  /** A node's own MSP, from a directory in Fabric's layout. Throws IdentityError. */
  static fromDirectory(dir: string, mspId: string): Msp {
    return Msp.fromConfig(mspConfigFromDirectory(dir, mspId), { ed25519: true });
  }

  get nodeOusEnforced(): boolean {
    return this.#nodeOus.enforced;
  }

  /** Reads msp.SerializedIdentity bytes of this MSP. Throws IdentityError, also for a stranger's certificate. */
  deserialize(serialized: Uint8Array): X509Identity {
    const { mspId, pem } = readSerializedIdentity(serialized);
    if (mspId !== this.id) throw new IdentityError(`expected MSP ID ${this.id}, received ${mspId}`);
    return this.#identity(pem, serialized);
  }

  /** Throws IdentityError unless the identity is a member: right issuer, not revoked, exactly one node OU. */
  validate(identity: Identity): void {
    this.#validated.require(identity.id, () => this.#validate(recognized(identity)));
  }

  /** Throws IdentityError, in Fabric's words, unless the identity is what the principal describes. */
  check(identity: Identity, principal: msp.MSPPrincipal): void {
    this.#satisfied.require(this.#questionKey(identity, principal), () =>
      checkPrincipal(this, recognized(identity), principal),
    );
  }

  satisfies(identity: Identity, principal: msp.MSPPrincipal): boolean {
    return this.#satisfied.holds(this.#questionKey(identity, principal), () =>
      checkPrincipal(this, recognized(identity), principal),
    );
  }

  isListedAdmin(identity: X509Identity): boolean {
    return this.#admins.has(identity.id);
  }

  checkNodeRole(identity: X509Identity, role: NodeRole): void {
    this.#nodeOus.check(this.organizationalUnits(identity), role);
  }

  /** The units that the certificate names, with the hash of the chain that vouches for them. */
  organizationalUnits(identity: X509Identity): readonly OrganizationalUnit[] {
    const vouched = certifiersIdentifier(this.#authorities.memberChain(identity.details).slice(1));
    return identity.details.organizationalUnits.map((name) => ({ name, certifiersIdentifier: vouched }));
  }

  #identity(pem: Uint8Array, serialized: Uint8Array): X509Identity {
    const der = decodePem(pem);
    if (der === undefined) throw new IdentityError('could not decode the PEM structure');
    const parsed = explained('parseCertificate failed', () => Certificate.fromDer(der));
    const certificate = this.#authorities.sanitized(parsed);
    return new X509Identity({ mspId: this.id, certificate, serialized, hash: this.#hash });
  }

  #validate(identity: X509Identity): void {
    const { details } = identity;
    if (!this.#keyTypes.has(details.keyType ?? '')) {
      const name = KEY_NAMES[details.keyType ?? ''] ?? String(details.keyType);
      throw new IdentityError(`could not validate identity's public key algorithm: ${name} is not supported`);
    }
    const chain = explained('could not obtain certification chain', () =>
      this.#authorities.memberChain(details),
    );
    explained('could not validate identity against certification chain', () =>
      this.#authorities.checkNotRevoked(chain),
    );
    explained("could not validate identity's OUs", () => {
      const units = this.organizationalUnits(identity);
      this.#checkRequiredUnits(units);
      if (this.#nodeOus.enforced) this.#nodeOus.validate(units);
    });
  }

  #checkRequiredUnits(units: readonly OrganizationalUnit[]): void {
    if (this.#requiredUnits.size === 0) return;
    const found = units.some(({ name, certifiersIdentifier: vouched }) =>
      this.#requiredUnits.get(name)?.some((wanted) => wanted.equals(vouched)),
    );
    if (found) return;
    throw new IdentityError(
      units.length === 0
        ? 'the identity certificate does not contain an Organizational Unit (OU)'
        : `none of the identity's organizational units ${describeUnits(units)} are in MSP ${this.id}`,
    );
  }

  #checkedAdmins(pems: readonly Uint8Array[]): Set<string> {
    if (pems.length === 0 && !(this.#nodeOus.enforced && this.#nodeOus.defines('ADMIN'))) {
      throw new IdentityError('administrators must be declared when no admin ou classification is set');
    }
    const admins = pems.map((pem) => this.#identity(pem, pem));
    for (const [index, admin] of admins.entries()) {
      this.#checkAdmin(admin, index);
    }
    return new Set(admins.map(({ id }) => id));
  }

  /** With node OUs a listed admin must be a client or an admin; without, any valid member. */
  #checkAdmin(admin: X509Identity, index: number): void {
    if (!this.#nodeOus.enforced) {
      explained(`admin ${index} is invalid`, () => this.validate(admin));
      return;
    }
    const names = new Set(admin.details.organizationalUnits);
    const problems = (['CLIENT', 'ADMIN'] as const).map((role) => this.#nodeOus.problem(names, role));
    if (problems.every((problem) => problem !== undefined))
      throw new IdentityError(`admin ${index} is invalid [${problems.join(',')}]`);
  }

  /** A principal object is one of a compiled policy's and does not change, so its key is made once. */
  #questionKey(identity: Identity, principal: msp.MSPPrincipal): string {
    let key = this.#principalKeys.get(principal);
    if (key === undefined) {
      const bytes = Buffer.from(principal.getPrincipal_asU8()).toString('latin1');
      key = `${principal.getPrincipalClassification()}${bytes}`;
      this.#principalKeys.set(principal, key);
    }
    return `${identity.id}${key}`;
  }
}

function recognized(identity: Identity): X509Identity {
  if (identity instanceof X509Identity) return identity;
  throw new IdentityError('identity type not recognized');
}

function readFabricConfig(bytes: Uint8Array): msp.FabricMSPConfig {
  try {
    return msp.FabricMSPConfig.deserializeBinary(bytes);
  } catch (error) {
    throw new IdentityError(
      `failed unmarshalling fabric msp config: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function requiredUnits(config: msp.FabricMSPConfig, authorities: Authorities): Map<string, Buffer[]> {
  const units = new Map<string, Buffer[]>();
  for (const identifier of config.getOrganizationalUnitIdentifiersList()) {
    const name = identifier.getOrganizationalUnitIdentifier();
    const vouched = explained(`failed getting certificate for [${name}]`, () =>
      authorities.certifiersIdentifier(identifier.getCertificate_asU8()),
    );
    units.set(name, [...(units.get(name) ?? []), vouched]);
  }
  return units;
}

function signatureHash(family: string): SignatureHash {
  if (family === '' || family === 'SHA2') return 'sha256';
  if (family === 'SHA3') return 'sha3-256';
  throw new IdentityError(`hash family not recognized [${family}]`);
}

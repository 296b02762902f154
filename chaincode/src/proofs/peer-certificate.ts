import { type KeyObject, X509Certificate } from 'node:crypto';
import { demand, readable } from './invalid-proof.js';

/** A member of the channel that the proof is of, by what its peers' certificates are checked with. */
export interface ProofMember {
  readonly mspId: string;
  /** The MSP's root certificates, each as PEM. */
  readonly rootCertificates: readonly string[];
}

/** One certificate and nothing around it: what stands before or behind would be read by some and skipped by others. */
const ONE_CERTIFICATE =
  /^-----BEGIN CERTIFICATE-----\r?\n[A-Za-z0-9+/=\r\n]+-----END CERTIFICATE-----(?:\r?\n)*$/;

const UNKNOWN_KEY = 'A certificate of the proof has a key of a kind that cannot be checked.';

/** The organisational units by which Fabric tells kinds of identities apart; an identity has exactly one of them. */
const NODE_OUS: ReadonlySet<string> = new Set(['client', 'peer', 'admin', 'orderer']);

/**
 * The key of an endorser, once its certificate is known to have been one of this member's peers' at `atSeconds`
 * (since 1970).
 *
 * The moment is the proof's and not the clock's, so that every peer at every time judges alike.
 */
export function readPeerKey(pem: Uint8Array, member: ProofMember, atSeconds: number): KeyObject {
  const { mspId } = member;
  const certificate = readCertificate(Buffer.from(pem).toString('latin1'), `an endorser of ${mspId}`);
  const issuers = member.rootCertificates
    .map((root) => readCertificate(root, `the authority of ${mspId}`))
    .filter((root) => isIssuedBy(certificate, root));
  demand(
    issuers.length > 0,
    `The endorser of the proof that calls itself ${mspId} has no certificate of that member's authority.`,
  );
  demand(
    isValidAt(certificate, atSeconds) && issuers.some((issuer) => isValidAt(issuer, atSeconds)),
    `The certificate of the proof's endorser of ${mspId} was not valid when the transaction was proposed.`,
  );
  demand(
    !certificate.ca && nodeOus(certificate).join() === 'peer',
    `The endorser of the proof that is of ${mspId} is not one of its peers.`,
  );
  return readable(UNKNOWN_KEY, () => certificate.publicKey);
}

function readCertificate(pem: string, whose: string): X509Certificate {
  const reason = `The certificate of ${whose} is not one X.509 certificate in PEM.`;
  demand(ONE_CERTIFICATE.test(pem), reason);
  return readable(reason, () => new X509Certificate(pem));
}

function isIssuedBy(certificate: X509Certificate, root: X509Certificate): boolean {
  return readable(
    UNKNOWN_KEY,
    () => root.ca && certificate.checkIssued(root) && certificate.verify(root.publicKey),
  );
}

function isValidAt(certificate: X509Certificate, atSeconds: number): boolean {
  const from = Date.parse(certificate.validFrom) / 1000;
  const to = Date.parse(certificate.validTo) / 1000;
  return from <= atSeconds && atSeconds <= to;
}

/** Node escapes line ends and plus signs inside the values, so that these separate the attributes and nothing else. */
function nodeOus({ subject }: X509Certificate): readonly string[] {
  return (subject ?? '')
    .split(/\n| \+ /)
    .filter((attribute) => attribute.startsWith('OU='))
    .map((attribute) => attribute.slice('OU='.length))
    .filter((unit) => NODE_OUS.has(unit));
}

import type { Certificate } from './certificate.js';
import { IdentityError } from './identity-error.js';

const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';
const ANY_USAGE = '2.5.29.37.0';
const ONE_SECOND_MS = 1000;
/** No chain of authorities is longer; whoever sends one wants the search to run. */
const LONGEST_CHAIN = 10;

/** The authorities that an MSP trusts, and the way from a certificate up to one of them. */
export class TrustAnchors {
  readonly #roots: readonly Certificate[];
  readonly #intermediates: readonly Certificate[];

  constructor(roots: readonly Certificate[], intermediates: readonly Certificate[]) {
    this.#roots = distinct(roots);
    this.#intermediates = distinct(intermediates);
  }

  /**
   * The only chain from the certificate, which comes first, to a root, which comes last.
   *
   * Time is that of the certificate's issue, one second later: whether it has expired since is not asked here (the
   * orderer and the endorser refuse expired creators, validation must give the same answer for ever). A certificate
   * that limits its extended use must allow server authentication, as Go's verification, whose defaults Fabric
   * takes, wants it. Throws IdentityError.
   */
  chain(certificate: Certificate): readonly Certificate[] {
    const search = new ChainSearch(certificate.notBeforeMs + ONE_SECOND_MS, this.#roots, this.#intermediates);
    const problem = search.problemOf(certificate, []);
    if (problem !== undefined) throw invalid(problem);
    const candidates = this.#roots.some(({ fingerprint }) => fingerprint === certificate.fingerprint)
      ? [[certificate]]
      : search.chainsFrom([certificate]);
    if (candidates.length === 0) throw invalid(`x509: certificate signed by unknown authority${search.hint}`);
    const chains = candidates.filter((chain) => chain.every(allowsServerAuthentication));
    if (chains.length === 0) throw invalid('x509: certificate specifies an incompatible key usage');
    const [only] = chains;
    if (only === undefined || chains.length > 1) {
      throw new IdentityError(`this MSP only supports a single validation chain, got ${chains.length}`);
    }
    return only;
  }
}

class ChainSearch {
  readonly #atMs: number;
  readonly #roots: readonly Certificate[];
  readonly #intermediates: readonly Certificate[];
  /** Why the first authority of the right name did not do, for the error. */
  hint = '';

  constructor(atMs: number, roots: readonly Certificate[], intermediates: readonly Certificate[]) {
    this.#atMs = atMs;
    this.#roots = roots;
    this.#intermediates = intermediates;
  }

  chainsFrom(chain: readonly Certificate[]): Certificate[][] {
    const last = chain.at(-1);
    if (last === undefined || chain.length > LONGEST_CHAIN) return [];
    const fits = (candidate: Certificate) => this.#issued(candidate, last, chain);
    return [
      ...this.#roots.filter(fits).map((root) => [...chain, root]),
      ...this.#intermediates
        .filter((each) => fits(each))
        .filter((each) => each.isCa)
        .flatMap((each) => this.chainsFrom([...chain, each])),
    ];
  }

  /** Why a certificate cannot stand where it would, above `below`; undefined if it can. */
  problemOf(certificate: Certificate, below: readonly Certificate[]): string | undefined {
    if (this.#atMs < certificate.notBeforeMs || this.#atMs > certificate.notAfterMs) {
      const [relation, limitMs] =
        this.#atMs < certificate.notBeforeMs
          ? ['before', certificate.notBeforeMs]
          : ['after', certificate.notAfterMs];
      return (
        'x509: certificate has expired or is not yet valid: ' +
        `current time ${rfc3339(this.#atMs)} is ${relation} ${rfc3339(Number(limitMs))}`
      );
    }
    if (certificate.maxPathLength !== undefined && below.length - 1 > certificate.maxPathLength) {
      return 'x509: too many intermediates for path length constraint';
    }
    return certificate.hasUnknownCriticalExtension ? 'x509: unhandled critical extension' : undefined;
  }

  #issued(candidate: Certificate, certificate: Certificate, chain: readonly Certificate[]): boolean {
    if (Buffer.compare(candidate.subject, certificate.issuer) !== 0) return false;
    if (chain.some(({ fingerprint }) => fingerprint === candidate.fingerprint)) return false;
    const problem = signatureProblem(candidate, certificate) ?? this.problemOf(candidate, chain);
    if (problem === undefined) return true;
    this.hint ||=
      ` (possibly because of ${JSON.stringify(problem)}` +
      ` while trying to verify candidate authority certificate ${JSON.stringify(candidate.commonName)})`;
    return false;
  }
}

function signatureProblem(issuer: Certificate, certificate: Certificate): string | undefined {
  if (!issuer.isCa || !issuer.mayCertify) {
    return 'x509: invalid signature: parent certificate cannot sign this kind of certificate';
  }
  if (certificate.x509.verify(issuer.x509.publicKey)) return undefined;
  return issuer.keyType === 'ec' ? 'x509: ECDSA verification failure' : 'x509: invalid signature';
}

function allowsServerAuthentication(certificate: Certificate): boolean {
  const usages = certificate.extendedKeyUsages;
  return usages.length === 0 || usages.includes(SERVER_AUTHENTICATION) || usages.includes(ANY_USAGE);
}

function distinct(certificates: readonly Certificate[]): readonly Certificate[] {
  return [...new Map(certificates.map((each) => [each.fingerprint, each])).values()];
}

function invalid(problem: string): IdentityError {
  return new IdentityError(`the supplied identity is not valid: ${problem}`);
}

function rfc3339(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('.000Z', 'Z');
}

import { common, msp } from '@hyperledger/fabric-protos';

/** Roles of a principal as policy texts write them. */
const ROLES = {
  member: msp.MSPRole.MSPRoleType.MEMBER,
  admin: msp.MSPRole.MSPRoleType.ADMIN,
  client: msp.MSPRole.MSPRoleType.CLIENT,
  peer: msp.MSPRole.MSPRoleType.PEER,
  orderer: msp.MSPRole.MSPRoleType.ORDERER,
} as const;

export type PrincipalRole = keyof typeof ROLES;

export interface Principal {
  readonly mspId: string;
  readonly role: PrincipalRole;
}

/** A policy as a tree: a principal, or at least `needed` of `of`. AND and OR are both the latter. */
export type SignaturePolicy =
  | { readonly kind: 'signed-by'; readonly principal: Principal }
  | { readonly kind: 'out-of'; readonly needed: number; readonly of: readonly SignaturePolicy[] };

const isRole = (text: string): text is PrincipalRole => Object.hasOwn(ROLES, text);

/** Cuts a policy text into words, numbers, quoted principals, brackets and commas. */
const TOKEN = /\s*(?:([A-Za-z]+)|(\d+)|'([^']*)'|"([^"]*)"|([(),]))/y;

type Token =
  | { readonly kind: 'gate' | 'principal'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'mark'; readonly text: string };

function tokens(text: string): Token[] {
  const found: Token[] = [];
  const end = text.trimEnd().length;
  let at = 0;
  while (at < end) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) {
      throw new Error(`cannot be read from '${text.slice(at).trim()}' on`);
    }
    at = TOKEN.lastIndex;
    const [, word, digits, single, double, mark] = match;
    const quoted = single ?? double;
    if (word !== undefined) {
      found.push({ kind: 'gate', text: word });
    } else if (digits !== undefined) {
      found.push({ kind: 'number', value: Number(digits) });
    } else if (quoted !== undefined) {
      found.push({ kind: 'principal', text: quoted });
    } else {
      found.push({ kind: 'mark', text: mark ?? '' });
    }
  }
  return found;
}

class Reader {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(text: string) {
    this.#tokens = tokens(text);
  }

  policy(): SignaturePolicy {
    const token = this.#take();
    if (token?.kind === 'principal') {
      return { kind: 'signed-by', principal: principal(token.text) };
    }
    if (token?.kind === 'gate') {
      return this.#gate(token.text);
    }
    throw new Error("needs AND(...), OR(...), OutOf(n, ...) or a principal such as 'BankAMSP.peer'");
  }

  end(): void {
    if (this.#next < this.#tokens.length) {
      throw new Error('goes on after its last bracket');
    }
  }

  #gate(name: string): SignaturePolicy {
    this.#mark('(');
    const gate = name.toLowerCase();
    if (gate !== 'and' && gate !== 'or' && gate !== 'outof') {
      throw new Error(`has '${name}' where AND, OR or OutOf is expected`);
    }
    const threshold = gate === 'outof' ? this.#threshold() : undefined;
    const of = [this.policy()];
    for (let mark = this.#mark(',', ')'); mark === ','; mark = this.#mark(',', ')')) {
      of.push(this.policy());
    }
    const needed = threshold ?? (gate === 'and' ? of.length : 1);
    if (needed < 1 || needed > of.length) {
      throw new Error(`asks for ${needed} out of ${of.length}`);
    }
    return { kind: 'out-of', needed, of };
  }

  #threshold(): number {
    const token = this.#take();
    if (token?.kind !== 'number') {
      throw new Error('has an OutOf that does not begin with a number');
    }
    this.#mark(',');
    return token.value;
  }

  #mark(...expected: readonly string[]): string {
    const token = this.#take();
    if (token?.kind !== 'mark' || !expected.includes(token.text)) {
      throw new Error(
        `has something else where ${expected.map((mark) => `'${mark}'`).join(' or ')} is expected`,
      );
    }
    return token.text;
  }

  #take(): Token | undefined {
    const token = this.#tokens[this.#next];
    this.#next += 1;
    return token;
  }
}

function principal(text: string): Principal {
  const dot = text.lastIndexOf('.');
  const role = text.slice(dot + 1);
  const mspId = text.slice(0, Math.max(0, dot));
  if (!/^[\w.{}-]+$/.test(mspId) || !isRole(role)) {
    throw new Error(
      `has the principal '${text}' where <mspId>.<${Object.keys(ROLES).join('|')}> is expected`,
    );
  }
  return { mspId, role };
}

/**
 * Reads a signature policy text, for example `AND('BankAMSP.peer', OR('X.member', 'Y.admin'))`.
 *
 * @throws Error whose message continues the sentence "the policy ...".
 */
export function parseSignaturePolicy(text: string): SignaturePolicy {
  const reader = new Reader(text);
  const policy = reader.policy();
  reader.end();
  if (policy.kind === 'signed-by') {
    throw new Error('is one principal alone: write OR(...) around it');
  }
  return policy;
}

/** All principals of a policy, in the order of the text, repeated where the text repeats them. */
export function principalsOf(policy: SignaturePolicy): readonly Principal[] {
  return policy.kind === 'signed-by' ? [policy.principal] : policy.of.flatMap(principalsOf);
}

/**
 * The policy as Fabric keeps it. Principals are numbered as Fabric's own tools number them: those of inner gates
 * before those of the gate around them, never merged, so that the same text gives the same bytes.
 */
export function signaturePolicyEnvelope(text: string): common.SignaturePolicyEnvelope {
  const identities: Principal[] = [];
  const rule = numbered(parseSignaturePolicy(text), identities);
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setVersion(0);
  envelope.setRule(rule);
  envelope.setIdentitiesList(identities.map(rolePrincipal));
  return envelope;
}

/** The policy with every principal replaced by its number in `identities`, which this fills. */
function numbered(policy: SignaturePolicy, identities: Principal[]): common.SignaturePolicy {
  const result = new common.SignaturePolicy();
  if (policy.kind === 'signed-by') {
    result.setSignedBy(identities.push(policy.principal) - 1);
    return result;
  }
  const inner = new Map<SignaturePolicy, common.SignaturePolicy>(
    policy.of.filter((part) => part.kind === 'out-of').map((part) => [part, numbered(part, identities)]),
  );
  const outOf = new common.SignaturePolicy.NOutOf();
  outOf.setN(policy.needed);
  outOf.setRulesList(policy.of.map((part) => inner.get(part) ?? numbered(part, identities)));
  result.setNOutOf(outOf);
  return result;
}

function rolePrincipal({ mspId, role }: Principal): msp.MSPPrincipal {
  const mspRole = new msp.MSPRole();
  mspRole.setMspIdentifier(mspId);
  mspRole.setRole(ROLES[role]);
  const result = new msp.MSPPrincipal();
  result.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  result.setPrincipal(mspRole.serializeBinary());
  return result;
}

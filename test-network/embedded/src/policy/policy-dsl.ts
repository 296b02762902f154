import { common, msp } from '@hyperledger/fabric-protos';
import { PolicyError } from './policy-error.js';

const ROLES: Readonly<Record<string, msp.MSPRole.MSPRoleTypeMap[keyof msp.MSPRole.MSPRoleTypeMap]>> = {
  member: msp.MSPRole.MSPRoleType.MEMBER,
  admin: msp.MSPRole.MSPRoleType.ADMIN,
  client: msp.MSPRole.MSPRoleType.CLIENT,
  peer: msp.MSPRole.MSPRoleType.PEER,
  orderer: msp.MSPRole.MSPRoleType.ORDERER,
};
const PRINCIPAL = /^([A-Za-z0-9.-]+)\.(admin|member|client|peer|orderer)$/;
const TOKEN = /\s*(?:([A-Za-z]+)|(\d+)|'([^']*)'|"([^"]*)"|([(),])|(\S))/y;
const DEEPEST_NESTING = 100;

type Argument = number | string | Gate;
interface Gate {
  readonly name: string;
  readonly args: readonly Argument[];
}

/**
 * Parses Fabric's policy language: `AND('A.peer', OR('B.member', 'C.admin'))`, `OutOf(2, 'A.peer', 'B.peer', 'C.peer')`.
 *
 * The result equals Fabric's to the byte, the order of the principals included: a gate's nested gates number theirs
 * first. Throws PolicyError.
 */
export function parsePolicy(text: string): common.SignaturePolicyEnvelope {
  const parser = new Parser(text);
  const gate = parser.gate(0);
  parser.end();
  const principals: msp.MSPPrincipal[] = [];
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setVersion(0);
  envelope.setRule(compile(gate, principals));
  envelope.setIdentitiesList(principals);
  return envelope;
}

/** A policy that one member with the role of any of the MSPs satisfies; with `n`, that many of them. */
export function anyOf(
  role: keyof typeof ROLES,
  mspIds: readonly string[],
  n = 1,
): common.SignaturePolicyEnvelope {
  const sorted = [...mspIds].sort();
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setRule(
    nOutOf(
      n,
      sorted.map((_, index) => signedBy(index)),
    ),
  );
  envelope.setIdentitiesList(sorted.map((mspId) => rolePrincipal(mspId, role)));
  return envelope;
}

/** The principal `mspId.role`, e.g. `BankAMSP.peer`. Throws PolicyError for a role that Fabric does not have. */
export function rolePrincipal(mspId: string, role: string): msp.MSPPrincipal {
  const type = ROLES[role];
  if (type === undefined) throw new PolicyError(`error parsing role ${role}`);
  const mspRole = new msp.MSPRole();
  mspRole.setMspIdentifier(mspId);
  mspRole.setRole(type);
  const principal = new msp.MSPPrincipal();
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  principal.setPrincipal(mspRole.serializeBinary());
  return principal;
}

export function signedBy(index: number): common.SignaturePolicy {
  const policy = new common.SignaturePolicy();
  policy.setSignedBy(index);
  return policy;
}

export function nOutOf(n: number, rules: common.SignaturePolicy[]): common.SignaturePolicy {
  const gate = new common.SignaturePolicy.NOutOf();
  gate.setN(n);
  gate.setRulesList(rules);
  const policy = new common.SignaturePolicy();
  policy.setNOutOf(gate);
  return policy;
}

/** Turns a gate into Fabric's N-out-of form, numbering its principals after those of the gates inside it. */
function compile(gate: Gate, principals: msp.MSPPrincipal[]): common.SignaturePolicy {
  const { threshold, members } = thresholdOf(gate);
  const nested = members.map((each) => (isGate(each) ? compile(each, principals) : undefined));
  const rules = members.map((each, position) => nested[position] ?? compilePrincipal(each, principals));
  if (threshold > members.length + 1) {
    throw new PolicyError(`invalid t-out-of-n predicate, t ${threshold}, n ${members.length}`);
  }
  return nOutOf(threshold, rules);
}

function compilePrincipal(text: Argument, principals: msp.MSPPrincipal[]): common.SignaturePolicy {
  const [, mspId, role] = PRINCIPAL.exec(String(text)) ?? [];
  if (mspId === undefined || role === undefined) {
    throw new PolicyError(`unrecognized token '${String(text)}' in policy string`);
  }
  principals.push(rolePrincipal(mspId, role));
  return signedBy(principals.length - 1);
}

function thresholdOf({ name, args }: Gate): { threshold: number; members: readonly Argument[] } {
  const lowerCase = name.toLowerCase();
  if (lowerCase !== 'outof') {
    if (args.length === 0) throw new PolicyError(`expected at least two arguments to NOutOf. Given 1`);
    return { threshold: lowerCase === 'and' ? args.length : 1, members: args };
  }
  const [first, ...members] = args;
  if (first === undefined || members.length === 0) {
    throw new PolicyError(`expected at least two arguments to NOutOf. Given ${args.length}`);
  }
  const threshold = isGate(first) ? Number.NaN : Number(first);
  if (!Number.isSafeInteger(threshold) || threshold < 0) {
    throw new PolicyError(`unrecognized type, expected a number, got ${isGate(first) ? first.name : first}`);
  }
  return { threshold, members };
}

function isGate(argument: Argument): argument is Gate {
  return typeof argument === 'object';
}

class Parser {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  gate(depth: number): Gate {
    const { word } = this.#next();
    if (word === undefined || !/^(And|and|AND|Or|or|OR|OutOf|outof|OUTOF)$/.test(word)) {
      throw new PolicyError(`invalid policy string '${this.#text}'`);
    }
    return this.#gateAfter(word, depth);
  }

  end(): void {
    if (this.#text.slice(this.#position).trim() !== '') {
      throw new PolicyError(`invalid policy string '${this.#text}'`);
    }
  }

  #gateAfter(name: string, depth: number): Gate {
    if (depth > DEEPEST_NESTING) {
      throw new PolicyError(`the policy nests deeper than ${DEEPEST_NESTING} gates; flatten it`);
    }
    this.#expect('(');
    const args: Argument[] = [];
    for (let mark = ','; mark === ','; mark = this.#expect(',', ')')) args.push(this.#argument(depth));
    return { name, args };
  }

  #argument(depth: number): Argument {
    const start = this.#position;
    const { word, number, text } = this.#next();
    if (text !== undefined) return text;
    if (number !== undefined) return Number(number);
    if (word === undefined) throw new PolicyError(`invalid policy string '${this.#text}'`);
    this.#position = start;
    return this.gate(depth + 1);
  }

  #expect(...marks: readonly string[]): string {
    const { mark } = this.#next();
    if (mark === undefined || !marks.includes(mark)) {
      throw new PolicyError(`invalid policy string '${this.#text}'`);
    }
    return mark;
  }

  #next(): { word?: string; number?: string; text?: string; mark?: string } {
    TOKEN.lastIndex = this.#position;
    const [all, word, number, single, double, mark] = TOKEN.exec(this.#text) ?? [];
    this.#position += all?.length ?? 0;
    const text = single ?? double;
    return {
      ...(word === undefined ? {} : { word }),
      ...(number === undefined ? {} : { number }),
      ...(text === undefined ? {} : { text }),
      ...(mark === undefined ? {} : { mark }),
    };
  }
}

import { common } from '@hyperledger/fabric-protos';
import type { MspManager } from '../identity/msp-manager.js';
import { ImplicitMetaPolicy } from './implicit-meta-policy.js';
import type { InquireablePolicy } from './policy.js';
import { PolicyError } from './policy-error.js';
import { entries } from './protobuf-map.js';
import { compileSignaturePolicy } from './signature-policy.js';

const { IMPLICIT_META, SIGNATURE } = common.Policy.PolicyType;

/** The policies of one group of a channel's configuration and of the groups below it. */
export class PolicyManager {
  readonly #path: string;
  readonly #policies: ReadonlyMap<string, InquireablePolicy>;
  readonly #groups: ReadonlyMap<string, PolicyManager>;

  /** `path` is e.g. `Channel/Application`. Throws PolicyError naming the policy that does not compile. */
  constructor(path: string, group: common.ConfigGroup, msps: MspManager) {
    this.#path = path;
    this.#groups = new Map(
      entries(group.getGroupsMap()).map(([name, child]) => [
        name,
        new PolicyManager(`${path}/${name}`, child, msps),
      ]),
    );
    this.#policies = new Map(
      entries(group.getPoliciesMap()).map(([name, configured]) => [
        name,
        compile({ name, path, policy: configured.getPolicy(), groups: this.#groups, msps }),
      ]),
    );
  }

  /** By absolute path (`/Channel/Application/Writers`) or one relative to this group (`Application/Writers`). */
  find(id: string): InquireablePolicy | undefined {
    const own = `/${this.#path}/`;
    const relative = id.startsWith(own) ? id.slice(own.length) : id;
    const [head = '', ...rest] = relative.split('/');
    if (rest.length === 0) return this.#policies.get(head);
    return this.#groups.get(head)?.find(rest.join('/'));
  }

  /** As `find`, but throws PolicyError if there is no such policy. */
  get(id: string): InquireablePolicy {
    const policy = this.find(id);
    if (policy !== undefined) return policy;
    const own = `/${this.#path}/`;
    throw new PolicyError(`no such policy: '${id.startsWith(own) ? id.slice(own.length) : id}'`);
  }

  /** The manager of a group below, by the names on the way to it. */
  below(names: readonly string[]): PolicyManager | undefined {
    const [head, ...rest] = names;
    return head === undefined ? this : this.#groups.get(head)?.below(rest);
  }
}

interface PolicyToCompile {
  readonly name: string;
  readonly path: string;
  readonly policy: common.Policy | undefined;
  readonly groups: ReadonlyMap<string, PolicyManager>;
  readonly msps: MspManager;
}

function compile({ name, path, policy, groups, msps }: PolicyToCompile): InquireablePolicy {
  if (policy === undefined) throw new PolicyError(`policy ${name} at path ${path} was nil`);
  const type = policy.getType();
  if (type === IMPLICIT_META) {
    const definition = read(`implicit policy ${name} at path ${path}`, () =>
      common.ImplicitMetaPolicy.deserializeBinary(policy.getValue_asU8()),
    );
    const subPolicies = [...groups.values()].map((group) => group.find(definition.getSubPolicy()));
    return new ImplicitMetaPolicy({ definition, subPolicies, msps });
  }
  if (type === SIGNATURE) {
    return read(`policy ${name} at path ${path}`, () => compileSigned(policy.getValue_asU8(), msps));
  }
  throw new PolicyError(`policy ${name} at path ${path} has unknown policy type: ${type}`);
}

function compileSigned(bytes: Uint8Array, msps: MspManager): InquireablePolicy {
  const envelope = common.SignaturePolicyEnvelope.deserializeBinary(bytes);
  if (envelope.getVersion() !== 0) {
    throw new PolicyError(
      `This evaluator only understands messages of version 0, but version was ${envelope.getVersion()}`,
    );
  }
  return compileSignaturePolicy(envelope, msps);
}

function read<Result>(what: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw new PolicyError(
      `${what} did not compile: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

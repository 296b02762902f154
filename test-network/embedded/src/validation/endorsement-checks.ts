import { peer } from '@hyperledger/fabric-protos';
import type { TransactionAction } from '../ledger/blocks/endorser-transaction.js';
import { hex, type ParsedNamespace } from '../ledger/rwset/parsed-rwset.js';
import { decodeMetadata } from '../ledger/state/metadata-codec.js';
import type { StateView } from '../ledger/state/state-view.js';
import { compileApplicationPolicy } from '../policy/application-policy.js';
import type { SignedData } from '../policy/policy.js';
import { PolicyError } from '../policy/policy-error.js';
import type { CheckedAction } from './chaincode-action-checks.js';
import { chaincodePolicy, collectionPolicy, keyPolicy, MissingPolicyError } from './endorsement-policies.js';
import type { ParameterUpdates } from './parameter-updates.js';

const Code = peer.TxValidationCode;
const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';

/**
 * Whether a transaction's endorsers satisfy every policy that it touches: of chaincodes, of collections, and
 * of keys that carry their own. Answers VALID, INVALID_CHAINCODE or ENDORSEMENT_POLICY_FAILURE, and notes
 * whose policies the transaction changes.
 */
export function checkEndorsements(
  checked: CheckedAction,
  action: TransactionAction,
  updates: ParameterUpdates,
  view: StateView,
): number {
  const signed = signedData(action);
  for (const namespace of checked.endorsedNamespaces) {
    const policy = chaincodePolicy(namespace, view);
    if (policy === undefined) {
      return Code.INVALID_CHAINCODE;
    }
    const sets = checked.rwset.filter(({ name }) => name === namespace);
    const check = new NamespaceCheck({ namespace, policy, signed, updates, view });
    if (!check.passes(sets)) {
      return Code.ENDORSEMENT_POLICY_FAILURE;
    }
    updates.note(sets);
  }
  return Code.VALID;
}

function signedData({ responsePayload, endorsements }: TransactionAction): SignedData[] {
  return endorsements.map((endorsement) => {
    const identity = endorsement.getEndorser_asU8();
    return {
      message: Buffer.concat([responsePayload, identity]),
      identity,
      signature: endorsement.getSignature_asU8(),
    };
  });
}

interface NamespaceCheckOptions {
  readonly namespace: string;
  /** The chaincode's. */
  readonly policy: Uint8Array;
  readonly signed: readonly SignedData[];
  readonly updates: ParameterUpdates;
  readonly view: StateView;
}

/** The policies of one chaincode's write set; each is evaluated at most once. */
class NamespaceCheck {
  readonly #options: NamespaceCheckOptions;
  /** Collections (empty for the chaincode's own policy) whose policy is satisfied. */
  readonly #satisfied = new Set<string>();
  #somePolicyChecked = false;

  constructor(options: NamespaceCheckOptions) {
    this.#options = options;
  }

  passes(sets: readonly ParsedNamespace[]): boolean {
    try {
      for (const set of sets) {
        this.#checkSet(set);
      }
      // Endorsers vouch for reads and the response too, so at least one policy must hold.
      if (!this.#somePolicyChecked) {
        this.#checkChaincodePolicy();
      }
      return true;
    } catch (error) {
      if (error instanceof PolicyError || error instanceof MissingPolicyError) {
        return false;
      }
      throw error;
    }
  }

  #checkSet({ kv, collections }: ParsedNamespace): void {
    for (const write of [...kv.getWritesList(), ...kv.getMetadataWritesList()]) {
      this.#checkKey('', write.getKey());
    }
    for (const { name, hashed } of collections) {
      for (const write of hashed.getHashedWritesList()) {
        this.#checkKey(name, hex(write.getKeyHash_asU8()));
      }
    }
    for (const { name, hashed } of collections) {
      for (const write of hashed.getMetadataWritesList()) {
        this.#checkKey(name, hex(write.getKeyHash_asU8()));
      }
    }
  }

  #checkKey(collection: string, key: string): void {
    const { namespace, updates } = this.#options;
    if (updates.has(namespace, collection, key)) {
      throw new MissingPolicyError(
        `validation parameters for key [${key}] in namespace [${namespace}:${collection}] have been changed in this block`,
      );
    }
    const parameter = this.#parameter(collection, key);
    if (parameter !== undefined && parameter.length > 0) {
      this.#evaluate(keyPolicy(parameter));
    } else if (collection === '') {
      this.#checkChaincodePolicy();
    } else {
      this.#checkCollectionPolicy(collection);
    }
  }

  #parameter(collection: string, key: string): Uint8Array | undefined {
    const { namespace, view } = this.#options;
    const metadata =
      collection === '' ? view.metadata(namespace, key) : view.hashMetadata(namespace, collection, key);
    return metadata === undefined ? undefined : decodeMetadata(metadata).get(VALIDATION_PARAMETER);
  }

  #checkCollectionPolicy(collection: string): void {
    if (this.#satisfied.has(collection)) {
      return;
    }
    const { namespace, view } = this.#options;
    const policy = collectionPolicy(namespace, collection, view);
    if (policy === undefined) {
      this.#checkChaincodePolicy();
    } else {
      this.#evaluate(policy);
    }
    this.#satisfied.add(collection);
  }

  #checkChaincodePolicy(): void {
    if (!this.#satisfied.has('')) {
      this.#evaluate(this.#options.policy);
      this.#satisfied.add('');
    }
  }

  #evaluate(policy: Uint8Array): void {
    const { signed, view } = this.#options;
    compileApplicationPolicy(policy, view.config).evaluate(signed);
    this.#somePolicyChecked = true;
  }
}

import { common, ledger, peer } from '@hyperledger/fabric-protos';
import { textOf } from '../chaincode/error-text.js';
import type { SimulationResults } from '../ledger/simulator.js';
import { strictDecode } from '../ledger/wire/strict-decode.js';
import { isSystemChaincode } from '../system/names.js';

const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';

/** What the policies of one chaincode are asked for. */
interface Requirements {
  /** Collection ('' is public state) to whether the chaincode's or the collection's own policy is needed. */
  readonly policies: Map<string, boolean>;
  readonly keyPolicies: common.SignaturePolicyEnvelope[];
}

/**
 * Which policies a transaction has to satisfy, for a client that chooses endorsers: chaincodes, collections, keys.
 *
 * @throws Error with Fabric's words for a key whose validation parameter is no policy
 */
export function chaincodeInterest(results: SimulationResults): peer.ChaincodeInterest {
  const chaincodes = new Map<string, Requirements>();
  for (const { namespace, collection, metadata } of results.writesetMetadata) {
    const { policies, keyPolicies } = entry(chaincodes, namespace, false);
    const policy = metadata.get(VALIDATION_PARAMETER);
    if (policy === undefined) {
      policies.set(collection, true);
    } else {
      keyPolicies.push(keyPolicy(policy));
    }
  }
  const rwset = ledger.rwset.TxReadWriteSet.deserializeBinary(results.publicRwset);
  for (const namespace of rwset.getNsRwsetList()) {
    entry(chaincodes, namespace.getNamespace(), true);
  }
  for (const [namespace, collections] of results.privateReads) {
    const { policies } = entry(chaincodes, namespace, true);
    for (const collection of collections) {
      policies.set(collection, true);
    }
  }
  const interest = new peer.ChaincodeInterest();
  for (const [name, requirements] of chaincodes) {
    if (!isSystemChaincode(name)) {
      interest.setChaincodesList([
        ...interest.getChaincodesList(),
        ...calls(name, requirements, results.privateReads.get(name)),
      ]);
    }
  }
  return interest;
}

function keyPolicy(bytes: Uint8Array): common.SignaturePolicyEnvelope {
  try {
    return strictDecode(common.SignaturePolicyEnvelope, bytes);
  } catch (error) {
    throw new Error(`error unmarshalling SignaturePolicyEnvelope: ${textOf(error)}`);
  }
}

/** @param required whether a chaincode that was only read needs its policy satisfied */
function entry(chaincodes: Map<string, Requirements>, name: string, required: boolean): Requirements {
  let found = chaincodes.get(name);
  if (found === undefined) {
    found = { policies: new Map([['', required]]), keyPolicies: [] };
    chaincodes.set(name, found);
  }
  return found;
}

function calls(
  name: string,
  { policies, keyPolicies }: Requirements,
  privateReads: ReadonlySet<string> | undefined,
): peer.ChaincodeCall[] {
  const wanted: peer.ChaincodeCall[] = [];
  for (const [collection, required] of policies) {
    const call = new peer.ChaincodeCall();
    call.setName(name);
    if (collection !== '') {
      call.setCollectionNamesList([collection]);
      call.setNoPrivateReads(!privateReads?.has(collection));
      wanted.push(call);
    } else if (keyPolicies.length > 0) {
      call.setKeyPoliciesList(keyPolicies);
      call.setDisregardNamespacePolicy(!required);
      wanted.push(call);
    } else if (required) {
      wanted.push(call);
    }
  }
  return wanted;
}

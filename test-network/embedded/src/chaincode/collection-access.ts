import {
  chaincodeDefinition,
  IMPLICIT_COLLECTION_PREFIX,
  LIFECYCLE_NAMESPACE,
} from '../ledger/definitions.js';

import { PolicyError } from '../policy/policy-error.js';
import { compileSignaturePolicy } from '../policy/signature-policy.js';
import type { CollectionPermission, TransactionContext } from './transaction-context.js';

const EVERYBODY: CollectionPermission = { read: true, write: true };

/** @throws Error with Fabric's words if the transaction's creator may not read the collection */
export function mayRead(context: TransactionContext, collection: string): void {
  refuseUnless(context, collection, 'read');
}

/** @throws Error with Fabric's words if the transaction's creator may not write the collection */
export function mayWrite(context: TransactionContext, collection: string): void {
  refuseUnless(context, collection, 'write');
}

function refuseUnless(context: TransactionContext, collection: string, access: 'read' | 'write'): void {
  if (context.isInit) {
    throw new Error('private data APIs are not allowed in chaincode Init()');
  }
  let permission = context.permissions.get(collection);
  if (permission === undefined) {
    permission = permissionFor(context, collection);
    context.permissions.set(collection, permission);
  }
  if (!permission[access]) {
    throw new Error(
      `tx creator does not have ${access} access permission on privatedata in chaincodeName:${context.namespace} collectionName: ${collection}`,
    );
  }
}

/**
 * What memberOnlyRead and memberOnlyWrite leave to this creator.
 *
 * The definition is read through the simulator, because in Fabric too these reads are part of the read set.
 */
function permissionFor(context: TransactionContext, collection: string): CollectionPermission {
  const { simulator, config } = context.ledger;
  const definition =
    context.namespace === LIFECYCLE_NAMESPACE ? undefined : chaincodeDefinition(simulator, context.namespace);
  if (collection.startsWith(IMPLICIT_COLLECTION_PREFIX)) {
    return EVERYBODY;
  }
  const found = definition?.collections
    ?.getConfigList()
    .map((each) => each.getStaticCollectionConfig())
    .find((each) => each?.getName() === collection);
  if (found === undefined) {
    const { channelId } = context.transaction;
    throw new Error(`collection ${channelId}/${context.namespace}/${collection} could not be found`);
  }
  if (!found.getMemberOnlyRead() && !found.getMemberOnlyWrite()) {
    return EVERYBODY;
  }
  const members = found.getMemberOrgsPolicy()?.getSignaturePolicy();
  if (members === undefined) {
    throw new Error(`Collection config access policy is nil for collection ${collection}`);
  }
  try {
    compileSignaturePolicy(members, config.msps).evaluate([context.transaction.signedData]);
    return EVERYBODY;
  } catch (error) {
    if (!(error instanceof PolicyError)) {
      throw error;
    }
    return { read: !found.getMemberOnlyRead(), write: !found.getMemberOnlyWrite() };
  }
}

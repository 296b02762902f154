import { peer } from '@hyperledger/fabric-protos';
import { mayRead, mayWrite } from './collection-access.js';
import type { TransactionContext } from './transaction-context.js';

export function getState(context: TransactionContext, payload: Uint8Array): Uint8Array | undefined {
  const request = peer.GetState.deserializeBinary(payload);
  const { simulator } = context.ledger;
  const collection = request.getCollection();
  if (collection === '') {
    return simulator.getState(context.namespace, request.getKey());
  }
  mayRead(context, collection);
  return simulator.getPrivateData(context.namespace, collection, request.getKey());
}

export function getStateMultiple(context: TransactionContext, payload: Uint8Array): Uint8Array {
  const request = peer.GetStateMultiple.deserializeBinary(payload);
  const { simulator } = context.ledger;
  const collection = request.getCollection();
  const keys = request.getKeysList();
  if (collection !== '') {
    mayRead(context, collection);
  }
  const values =
    collection === ''
      ? keys.map((key) => simulator.getState(context.namespace, key))
      : simulator.getPrivateDataMultiple(context.namespace, collection, keys);
  const result = new peer.GetStateMultipleResult();
  result.setValuesList(values.map((value) => value ?? new Uint8Array()));
  return result.serializeBinary();
}

export function getPrivateDataHash(context: TransactionContext, payload: Uint8Array): Uint8Array | undefined {
  const request = peer.GetState.deserializeBinary(payload);
  if (context.isInit) {
    throw new Error('private data APIs are not allowed in chaincode Init()');
  }
  return context.ledger.simulator.getPrivateDataHash(
    context.namespace,
    request.getCollection(),
    request.getKey(),
  );
}

export function getStateMetadata(context: TransactionContext, payload: Uint8Array): Uint8Array {
  const request = peer.GetStateMetadata.deserializeBinary(payload);
  const { simulator } = context.ledger;
  const collection = request.getCollection();
  if (collection !== '') {
    mayRead(context, collection);
  }
  const metadata =
    collection === ''
      ? simulator.getStateMetadata(context.namespace, request.getKey())
      : simulator.getPrivateDataMetadata(context.namespace, collection, request.getKey());
  const result = new peer.StateMetadataResult();
  for (const [metakey, value] of metadata) {
    const entry = new peer.StateMetadata();
    entry.setMetakey(metakey);
    entry.setValue(value);
    result.addEntries(entry);
  }
  return result.serializeBinary();
}

export function putState(context: TransactionContext, payload: Uint8Array): undefined {
  const request = peer.PutState.deserializeBinary(payload);
  write(context, request.getCollection(), request.getKey(), request.getValue_asU8());
}

export function deleteState(context: TransactionContext, payload: Uint8Array): undefined {
  const request = peer.DelState.deserializeBinary(payload);
  remove(context, request.getCollection(), request.getKey());
}

export function purgePrivateData(context: TransactionContext, payload: Uint8Array): undefined {
  const request = peer.PurgePrivateState.deserializeBinary(payload);
  purge(context, request.getCollection(), request.getKey());
}

export function putStateMetadata(context: TransactionContext, payload: Uint8Array): undefined {
  const request = peer.PutStateMetadata.deserializeBinary(payload);
  writeMetadata(context, request.getCollection(), request.getKey(), request.getMetadata());
}

/** Fabric 3.1's batch: the records in order, the first that fails ends it. */
export function writeBatch(context: TransactionContext, payload: Uint8Array): undefined {
  for (const record of peer.WriteBatchState.deserializeBinary(payload).getRecList()) {
    applyRecord(context, record);
  }
}

function applyRecord(context: TransactionContext, record: peer.WriteRecord): void {
  const { Type } = peer.WriteRecord;
  const collection = record.getCollection();
  const key = record.getKey();
  switch (record.getType()) {
    case Type.PUT_STATE:
      write(context, collection, key, record.getValue_asU8());
      break;
    case Type.DEL_STATE:
      remove(context, collection, key);
      break;
    case Type.PURGE_PRIVATE_DATA:
      purge(context, collection, key);
      break;
    case Type.PUT_STATE_METADATA:
      writeMetadata(context, collection, key, record.getMetadata());
      break;
    default:
      throw new Error('unknown operation type');
  }
}

function write(context: TransactionContext, collection: string, key: string, value: Uint8Array): void {
  const { simulator } = context.ledger;
  if (collection === '') {
    simulator.putState(context.namespace, key, value);
    return;
  }
  mayWrite(context, collection);
  simulator.putPrivateData(context.namespace, collection, key, value);
}

function remove(context: TransactionContext, collection: string, key: string): void {
  const { simulator } = context.ledger;
  if (collection === '') {
    simulator.deleteState(context.namespace, key);
    return;
  }
  mayWrite(context, collection);
  simulator.deletePrivateData(context.namespace, collection, key);
}

function purge(context: TransactionContext, collection: string, key: string): void {
  if (!context.ledger.config.capabilities.application.includes('V2_5')) {
    throw new Error(
      'purge private data is not enabled, channel application capability of V2_5 or later is required',
    );
  }
  if (collection === '') {
    throw new Error('only applicable for private data');
  }
  mayWrite(context, collection);
  context.ledger.simulator.purgePrivateData(context.namespace, collection, key);
}

function writeMetadata(
  context: TransactionContext,
  collection: string,
  key: string,
  metadata: peer.StateMetadata | undefined,
): void {
  const { simulator } = context.ledger;
  const entries = new Map([[metadata?.getMetakey() ?? '', metadata?.getValue_asU8() ?? new Uint8Array()]]);
  if (collection === '') {
    simulator.setStateMetadata(context.namespace, key, entries);
    return;
  }
  mayWrite(context, collection);
  simulator.setPrivateDataMetadata(context.namespace, collection, key, entries);
}

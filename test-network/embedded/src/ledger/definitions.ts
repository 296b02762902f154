import { peer } from '@hyperledger/fabric-protos';
import { strictDecode } from './wire/strict-decode.js';

/** Reads committed public state. */
export interface StateReader {
  getState(namespace: string, key: string): Uint8Array | undefined;
}

export interface ChaincodeDefinition {
  readonly sequence: number;
  readonly version: string;
  readonly endorsementPlugin: string;
  readonly validationPlugin: string;
  /** peer.ApplicationPolicy bytes. */
  readonly endorsementPolicy: Uint8Array;
  readonly initRequired: boolean;
  /** Explicit collections only. */
  readonly collections: peer.CollectionConfigPackage | undefined;
}

/** The namespace of the chaincode lifecycle, itself a chaincode of every channel. */
export const LIFECYCLE_NAMESPACE = '_lifecycle';

export const IMPLICIT_COLLECTION_PREFIX = '_implicit_org_';

/** The collection that every chaincode has for an organisation without defining it. */
export function implicitCollectionName(mspId: string): string {
  return `${IMPLICIT_COLLECTION_PREFIX}${mspId}`;
}

const DEFINITION_TYPE = 'ChaincodeDefinition';

/** In the order in which Fabric reads them. */
const FIELDS = ['Sequence', 'EndorsementInfo', 'ValidationInfo', 'Collections'] as const;

/** The keys of `_lifecycle` that hold a chaincode's definition: its type first, then its fields. */
export function definitionKeys(name: string): readonly string[] {
  return [`namespaces/metadata/${name}`, ...FIELDS.map((field) => fieldKey(name, field))];
}

/** The committed definition of a chaincode, from the state of `_lifecycle`. */
export function chaincodeDefinition(reader: StateReader, name: string): ChaincodeDefinition | undefined {
  const metadata = reader.getState(LIFECYCLE_NAMESPACE, `namespaces/metadata/${name}`);
  if (metadata === undefined) {
    return undefined;
  }
  const type = strictDecode(peer.lifecycle.StateMetadata, metadata).getDatatype();
  if (type !== DEFINITION_TYPE) {
    throw new Error(`could not get chaincode: not a chaincode type: ${type}`);
  }
  const [sequence, endorsement, validation, collections] = FIELDS.map((field) =>
    readField(reader, name, field),
  );
  const endorsementInfo = strictDecode(peer.lifecycle.ChaincodeEndorsementInfo, bytesOf(endorsement));
  const validationInfo = strictDecode(peer.lifecycle.ChaincodeValidationInfo, bytesOf(validation));
  const collectionBytes = bytesOf(collections);
  return {
    sequence: sequence?.getInt64() ?? 0,
    version: endorsementInfo.getVersion(),
    endorsementPlugin: endorsementInfo.getEndorsementPlugin(),
    validationPlugin: validationInfo.getValidationPlugin(),
    endorsementPolicy: validationInfo.getValidationParameter_asU8(),
    initRequired: endorsementInfo.getInitRequired(),
    collections:
      collectionBytes.length === 0 ? undefined : strictDecode(peer.CollectionConfigPackage, collectionBytes),
  };
}

function fieldKey(name: string, field: string): string {
  return `namespaces/fields/${name}/${field}`;
}

function readField(reader: StateReader, name: string, field: string): peer.lifecycle.StateData | undefined {
  const bytes = reader.getState(LIFECYCLE_NAMESPACE, fieldKey(name, field));
  return bytes === undefined ? undefined : strictDecode(peer.lifecycle.StateData, bytes);
}

function bytesOf(data: peer.lifecycle.StateData | undefined): Uint8Array {
  return data?.getBytes_asU8() ?? new Uint8Array();
}

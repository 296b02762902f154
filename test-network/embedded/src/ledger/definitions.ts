import type { peer } from '@hyperledger/fabric-protos';

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
  readonly collections: peer.CollectionConfigPackage | undefined;
}

/** The committed definition of a chaincode, from the state of `_lifecycle`. */
export function chaincodeDefinition(reader: StateReader, name: string): ChaincodeDefinition | undefined {
  throw new Error(`not built yet: ${name} ${typeof reader}`);
}

export const IMPLICIT_COLLECTION_PREFIX = '_implicit_org_';

export function implicitCollectionName(mspId: string): string {
  return `${IMPLICIT_COLLECTION_PREFIX}${mspId}`;
}

import { peer } from '@hyperledger/fabric-protos';
import { type Collections, collectionPackage, signaturePolicy } from './collections.js';

const { lifecycle } = peer;

/** What the members of a channel agree on about a chaincode, without the sequence number. */
export interface ChaincodeDefinition {
  readonly name: string;
  readonly version: string;
  /** Signature policy text. */
  readonly policy: string;
  readonly collections: Collections;
  readonly initRequired: boolean;
}

const ENDORSEMENT_PLUGIN = 'escc';
const VALIDATION_PLUGIN = 'vscc';

/** The arguments that approval, commit and their queries share. */
interface DefinitionMessage {
  setSequence(value: number): void;
  setName(value: string): void;
  setVersion(value: string): void;
  setEndorsementPlugin(value: string): void;
  setValidationPlugin(value: string): void;
  setValidationParameter(value: Uint8Array): void;
  setCollections(value?: peer.CollectionConfigPackage): void;
  setInitRequired(value: boolean): void;
}

export function approveArguments(
  definition: ChaincodeDefinition,
  sequence: number,
  packageId: string,
): Uint8Array {
  const args = new lifecycle.ApproveChaincodeDefinitionForMyOrgArgs();
  fill(args, definition, sequence);
  const local = new lifecycle.ChaincodeSource.Local();
  local.setPackageId(packageId);
  const source = new lifecycle.ChaincodeSource();
  source.setLocalPackage(local);
  args.setSource(source);
  return args.serializeBinary();
}

export function commitArguments(definition: ChaincodeDefinition, sequence: number): Uint8Array {
  const args = new lifecycle.CommitChaincodeDefinitionArgs();
  fill(args, definition, sequence);
  return args.serializeBinary();
}

export function readinessArguments(definition: ChaincodeDefinition, sequence: number): Uint8Array {
  const args = new lifecycle.CheckCommitReadinessArgs();
  fill(args, definition, sequence);
  return args.serializeBinary();
}

function fill(message: DefinitionMessage, definition: ChaincodeDefinition, sequence: number): void {
  message.setSequence(sequence);
  message.setName(definition.name);
  message.setVersion(definition.version);
  message.setEndorsementPlugin(ENDORSEMENT_PLUGIN);
  message.setValidationPlugin(VALIDATION_PLUGIN);
  message.setValidationParameter(signaturePolicy(definition.policy).serializeBinary());
  message.setCollections(collectionPackage(definition.collections));
  message.setInitRequired(definition.initRequired);
}

/** A definition as a peer answers it, approved or committed. */
export interface KnownDefinition {
  getSequence(): number;
  getVersion(): string;
  getEndorsementPlugin(): string;
  getValidationPlugin(): string;
  getValidationParameter_asU8(): Uint8Array;
  getCollections(): peer.CollectionConfigPackage | undefined;
  getInitRequired(): boolean;
}

/** Whether the peer's definition says the same as ours, whatever its sequence. */
export function sameDefinition(known: KnownDefinition, definition: ChaincodeDefinition): boolean {
  return (
    known.getVersion() === definition.version &&
    known.getEndorsementPlugin() === ENDORSEMENT_PLUGIN &&
    known.getValidationPlugin() === VALIDATION_PLUGIN &&
    known.getInitRequired() === definition.initRequired &&
    sameBytes(known.getValidationParameter_asU8(), signaturePolicy(definition.policy).serializeBinary()) &&
    sameBytes(
      collectionBytes(known.getCollections()),
      collectionBytes(collectionPackage(definition.collections)),
    )
  );
}

function collectionBytes(collections: peer.CollectionConfigPackage | undefined): Uint8Array {
  // Both sides go through the same encoder, so equal content is equal bytes; no package is an empty one.
  return collections?.serializeBinary() ?? new Uint8Array();
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}

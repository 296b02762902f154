import {
  approvalName,
  currentSequence,
  type Definition,
  definitionPlace,
  parametersDifference,
  parametersRecord,
  readDefinition,
  readParameters,
} from './definition.js';
import type { LifecycleState } from './lifecycle-state.js';
import { type LifecycleRecord, readField, readMetadata, writeRecord } from './record.js';

export interface Approval {
  readonly chaincode: string;
  readonly definition: Definition;
  /** Empty where the organisation approves without running the chaincode. */
  readonly packageId: string;
}

export interface ApprovalStates {
  readonly publicState: LifecycleState;
  readonly organisation: LifecycleState;
}

export function packageRecord(packageId: string): LifecycleRecord {
  return { type: 'ChaincodeLocalPackage', fields: new Map([['PackageID', { string: packageId }]]) };
}

/** Writes an organisation's approval into its implicit collection. @throws Error with Fabric's words */
export function approve(approval: Approval, states: ApprovalStates): void {
  const { chaincode, definition, packageId } = approval;
  const current = currentSequence(chaincode, states.publicState);
  checkSequence(definition.sequence, current);
  if (definition.sequence === current) {
    checkSameAsCommitted(chaincode, definition, states.publicState);
  }
  if (isUnchanged(approval, states.organisation)) {
    throw new Error(
      definition.sequence === current
        ? `attempted to redefine the current committed sequence (${current}) for namespace ${chaincode}`
        : `attempted to redefine uncommitted sequence (${definition.sequence}) for namespace ${chaincode} with unchanged content`,
    );
  }
  const name = approvalName(chaincode, definition.sequence);
  writeRecord({ namespace: 'namespaces', name }, parametersRecord(definition), states.organisation);
  writeRecord({ namespace: 'chaincode-sources', name }, packageRecord(packageId), states.organisation);
}

function checkSequence(requested: number, current: number): void {
  if (current === requested && requested === 0) {
    throw new Error('requested sequence is 0, but first definable sequence number is 1');
  }
  if (requested < current) {
    throw new Error(`currently defined sequence ${current} is larger than requested sequence ${requested}`);
  }
  if (requested > current + 1) {
    throw new Error(
      `requested sequence ${requested} is larger than the next available sequence number ${current + 1}`,
    );
  }
}

function checkSameAsCommitted(chaincode: string, definition: Definition, state: LifecycleState): void {
  const committed = readDefinition(chaincode, state);
  if (committed === undefined) {
    throw new Error(`missing metadata for currently committed sequence number (${definition.sequence})`);
  }
  const difference = parametersDifference(committed, definition);
  if (difference !== undefined) {
    throw new Error(
      `attempted to redefine the current committed sequence (${definition.sequence}) for namespace ${chaincode} with different parameters: ${difference}`,
    );
  }
}

function isUnchanged({ chaincode, definition, packageId }: Approval, organisation: LifecycleState): boolean {
  const name = approvalName(chaincode, definition.sequence);
  const place = definitionPlace(name);
  if (readMetadata(place, organisation) === undefined) {
    return false;
  }
  if (parametersDifference(readParameters(place, organisation), definition) !== undefined) {
    return false;
  }
  const source = { namespace: 'chaincode-sources', name } as const;
  return (
    readMetadata(source, organisation) !== undefined &&
    readField(source, 'PackageID', organisation).getString() === packageId
  );
}

import {
  approvalName,
  currentSequence,
  type Definition,
  definitionPlace,
  definitionRecord,
  parametersRecord,
} from './definition.js';
import type { LifecycleState, OpaqueState } from './lifecycle-state.js';
import { differences, writeRecord } from './record.js';

export interface Readiness {
  /** MSP id to whether it has approved exactly this definition. */
  readonly approvals: ReadonlyMap<string, boolean>;
  /** MSP id to the names of what it has approved differently, or not at all. */
  readonly mismatches: ReadonlyMap<string, readonly string[]>;
}

export interface CommitRequest {
  readonly chaincode: string;
  readonly definition: Definition;
  readonly publicState: LifecycleState;
  readonly organisations: readonly OpaqueState[];
}

/** @throws Error with Fabric's words if the sequence is not the next one */
export function checkReadiness(request: CommitRequest): Readiness {
  const next = currentSequence(request.chaincode, request.publicState) + 1;
  const { sequence } = request.definition;
  if (sequence !== next) {
    throw new Error(`requested sequence is ${sequence}, but new definition must be sequence ${next}`);
  }
  return organisationApprovals(request);
}

export function organisationApprovals({
  chaincode,
  definition,
  organisations,
}: Omit<CommitRequest, 'publicState'>): Readiness {
  const place = definitionPlace(approvalName(chaincode, definition.sequence));
  const record = parametersRecord(definition);
  const approvals = new Map<string, boolean>();
  const mismatches = new Map<string, readonly string[]>();
  for (const organisation of organisations) {
    const differing = differences(place, record, organisation);
    approvals.set(organisation.mspId, differing.length === 0);
    if (differing.length > 0) {
      mismatches.set(organisation.mspId, differing);
    }
  }
  return { approvals, mismatches };
}

/** Writes the definition into the public state, if the peer's own organisation has approved it. @throws Error with Fabric's words */
export function commit(request: CommitRequest, mspId: string): void {
  const { approvals } = checkReadiness(request);
  writeRecord(definitionPlace(request.chaincode), definitionRecord(request.definition), request.publicState);
  if (!approvals.get(mspId)) {
    throw new Error(`chaincode definition not agreed to by this org (${mspId})`);
  }
}

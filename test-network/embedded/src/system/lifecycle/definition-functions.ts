import { peer } from '@hyperledger/fabric-protos';
import type { TransactionLedger } from '../../chaincode/transaction-context.js';
import { approve } from './approve.js';
import { checkInput } from './check-input.js';
import { type CommitRequest, checkReadiness, commit, organisationApprovals } from './commit.js';
import { type Definition, definitionPlace, readDefinition, requestedDefinition } from './definition.js';
import { type OpaqueState, opaqueState, organisationState, publicState } from './lifecycle-state.js';
import { NotFoundError } from './not-found-error.js';
import { metadataKey } from './record.js';

const {
  ApproveChaincodeDefinitionForMyOrgResult,
  CheckCommitReadinessResult,
  CommitChaincodeDefinitionResult,
  QueryChaincodeDefinitionResult,
  QueryChaincodeDefinitionsResult,
} = peer.lifecycle;

/** A channel's state in one transaction, on a peer of one organisation. */
export interface DefinitionFunctions {
  readonly ledger: TransactionLedger;
  readonly mspId: string;
}

export async function approveForMyOrg(
  { ledger, mspId }: DefinitionFunctions,
  args: peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs,
): Promise<peer.lifecycle.ApproveChaincodeDefinitionForMyOrgResult> {
  checkInput(args, ledger);
  approve(
    {
      chaincode: args.getName(),
      definition: requestedDefinition(args, ledger.config),
      packageId: args.getSource()?.getLocalPackage()?.getPackageId() ?? '',
    },
    {
      publicState: publicState(ledger.simulator),
      organisation: organisationState(ledger.simulator, mspId),
    },
  );
  return new ApproveChaincodeDefinitionForMyOrgResult();
}

export async function checkCommitReadiness(
  functions: DefinitionFunctions,
  args: peer.lifecycle.CheckCommitReadinessArgs,
): Promise<peer.lifecycle.CheckCommitReadinessResult> {
  const { approvals, mismatches } = checkReadiness(commitRequest(functions, args));
  const result = new CheckCommitReadinessResult();
  for (const [mspId, approved] of approvals) {
    result.getApprovalsMap().set(mspId, approved);
  }
  for (const [mspId, items] of mismatches) {
    const mismatch = new CheckCommitReadinessResult.Mismatches();
    mismatch.setItemsList([...items]);
    result.getMismatchesMap().set(mspId, mismatch);
  }
  return result;
}

export async function commitDefinition(
  functions: DefinitionFunctions,
  args: peer.lifecycle.CommitChaincodeDefinitionArgs,
): Promise<peer.lifecycle.CommitChaincodeDefinitionResult> {
  checkInput(args, functions.ledger);
  if (!functions.ledger.config.applicationOrgs.includes(functions.mspId)) {
    throw new Error("impossibly, this peer's org is processing requests for a channel it is not a member of");
  }
  commit(commitRequest(functions, args), functions.mspId);
  return new CommitChaincodeDefinitionResult();
}

export async function queryDefinition(
  { ledger }: DefinitionFunctions,
  args: peer.lifecycle.QueryChaincodeDefinitionArgs,
): Promise<peer.lifecycle.QueryChaincodeDefinitionResult> {
  const definition = readDefinition(args.getName(), publicState(ledger.simulator));
  if (definition === undefined) {
    throw new NotFoundError(`namespace ${args.getName()} is not defined`);
  }
  const result = fill(new QueryChaincodeDefinitionResult(), definition);
  const { approvals } = organisationApprovals({
    chaincode: args.getName(),
    definition,
    organisations: organisations(ledger),
  });
  for (const [mspId, approved] of approvals) {
    result.getApprovalsMap().set(mspId, approved);
  }
  return result;
}

export async function queryDefinitions({
  ledger,
}: DefinitionFunctions): Promise<peer.lifecycle.QueryChaincodeDefinitionsResult> {
  const state = publicState(ledger.simulator);
  const prefix = metadataKey(definitionPlace(''));
  const result = new QueryChaincodeDefinitionsResult();
  for (const { key } of await state.list(prefix)) {
    const name = key.slice(prefix.length);
    const definition = readDefinition(name, state);
    if (definition !== undefined) {
      const found = fill(new QueryChaincodeDefinitionsResult.ChaincodeDefinition(), definition);
      found.setName(name);
      result.addChaincodeDefinitions(found);
    }
  }
  return result;
}

interface DefinitionResult {
  setSequence(value: number): void;
  setVersion(value: string): void;
  setEndorsementPlugin(value: string): void;
  setValidationPlugin(value: string): void;
  setValidationParameter(value: Uint8Array): void;
  setInitRequired(value: boolean): void;
  setCollections(value: peer.CollectionConfigPackage): void;
}

export function fill<T extends DefinitionResult>(result: T, definition: Definition): T {
  result.setSequence(definition.sequence);
  result.setVersion(definition.endorsementInfo.getVersion());
  result.setEndorsementPlugin(definition.endorsementInfo.getEndorsementPlugin());
  result.setInitRequired(definition.endorsementInfo.getInitRequired());
  result.setValidationPlugin(definition.validationInfo.getValidationPlugin());
  result.setValidationParameter(definition.validationInfo.getValidationParameter_asU8());
  result.setCollections(definition.collections);
  return result;
}

function commitRequest(
  { ledger }: DefinitionFunctions,
  args: peer.lifecycle.CheckCommitReadinessArgs | peer.lifecycle.CommitChaincodeDefinitionArgs,
): CommitRequest {
  return {
    chaincode: args.getName(),
    definition: requestedDefinition(args, ledger.config),
    publicState: publicState(ledger.simulator),
    organisations: organisations(ledger),
  };
}

function organisations({ simulator, config }: TransactionLedger): readonly OpaqueState[] {
  return config.applicationOrgs.map((mspId) => opaqueState(simulator, mspId));
}

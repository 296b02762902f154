import { peer } from '@hyperledger/fabric-protos';
import {
  approvalName,
  currentSequence,
  type Definition,
  definitionPlace,
  PARAMETERS_TYPE,
  readParameters,
} from './definition.js';
import { type DefinitionFunctions, fill } from './definition-functions.js';
import { type LifecycleState, organisationState, publicState } from './lifecycle-state.js';
import { metadataKey, readField, readMetadata } from './record.js';

const { ChaincodeSource, QueryApprovedChaincodeDefinitionResult, QueryApprovedChaincodeDefinitionsResult } =
  peer.lifecycle;

interface ApprovedDefinition extends Definition {
  readonly source: peer.lifecycle.ChaincodeSource;
}

export async function queryApproved(
  { ledger, mspId }: DefinitionFunctions,
  args: peer.lifecycle.QueryApprovedChaincodeDefinitionArgs,
): Promise<peer.lifecycle.QueryApprovedChaincodeDefinitionResult> {
  const state = organisationState(ledger.simulator, mspId);
  const chaincode = args.getName();
  let sequence = args.getSequence();
  if (sequence === 0) {
    const current = currentSequence(chaincode, publicState(ledger.simulator));
    const next = readMetadata(definitionPlace(approvalName(chaincode, current + 1)), state);
    sequence = next === undefined ? current : current + 1;
  }
  if (readMetadata(definitionPlace(approvalName(chaincode, sequence)), state) === undefined) {
    throw new Error(
      `could not fetch approved chaincode definition (name: '${chaincode}', sequence: '${sequence}') on channel '${ledger.config.channelId}'`,
    );
  }
  const approved = readApproved(chaincode, sequence, state);
  const result = fill(new QueryApprovedChaincodeDefinitionResult(), approved);
  result.setSource(approved.source);
  return result;
}

export async function queryAllApproved({
  ledger,
  mspId,
}: DefinitionFunctions): Promise<peer.lifecycle.QueryApprovedChaincodeDefinitionsResult> {
  const state = organisationState(ledger.simulator, mspId);
  const prefix = metadataKey(definitionPlace(''));
  const result = new QueryApprovedChaincodeDefinitionsResult();
  for (const { key } of await state.list(prefix)) {
    const [chaincode = '', sequence = ''] = key.slice(prefix.length).split('#');
    const approved = readApproved(chaincode, Number(sequence), state);
    const entry = fill(new QueryApprovedChaincodeDefinitionsResult.ApprovedChaincodeDefinition(), approved);
    entry.setName(chaincode);
    entry.setSource(approved.source);
    result.addApprovedChaincodeDefinitions(entry);
  }
  return result;
}

function readApproved(chaincode: string, sequence: number, state: LifecycleState): ApprovedDefinition {
  const name = approvalName(chaincode, sequence);
  const type = readMetadata(definitionPlace(name), state)?.getDatatype();
  if (type !== PARAMETERS_TYPE) {
    throw new Error(`not a chaincode parameters type: ${type}`);
  }
  const parameters = readParameters(definitionPlace(name), state);
  const place = { namespace: 'chaincode-sources', name } as const;
  if (readMetadata(place, state) === undefined) {
    throw new Error(`could not fetch chaincode-source metadata for ${name}`);
  }
  return { sequence, ...parameters, source: sourceOf(readField(place, 'PackageID', state).getString()) };
}

function sourceOf(packageId: string): peer.lifecycle.ChaincodeSource {
  const source = new ChaincodeSource();
  if (packageId === '') {
    source.setUnavailable(new ChaincodeSource.Unavailable());
  } else {
    const local = new ChaincodeSource.Local();
    local.setPackageId(packageId);
    source.setLocalPackage(local);
  }
  return source;
}

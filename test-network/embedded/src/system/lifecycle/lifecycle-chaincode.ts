import { peer } from '@hyperledger/fabric-protos';
import { textOf } from '../../chaincode/error-text.js';
import type { ChaincodeRuntime } from '../../chaincode/runtime.js';
import type { Transaction } from '../../chaincode/transaction-context.js';
import { checkAcl } from '../../endorser/acl.js';
import type { EndorsingPeer } from '../../endorser/endorsing-peer.js';
import { LIFECYCLE_NAMESPACE } from '../../ledger/definitions.js';
import { strictDecode } from '../../ledger/wire/strict-decode.js';
import { failure, type SystemCall, type SystemChaincode, success } from '../system-chaincode.js';
import { queryAllApproved, queryApproved } from './approval-queries.js';
import type { ApprovedChaincodes } from './approved-chaincodes.js';
import {
  approveForMyOrg,
  checkCommitReadiness,
  commitDefinition,
  type DefinitionFunctions,
  queryDefinition,
  queryDefinitions,
} from './definition-functions.js';
import { NotFoundError } from './not-found-error.js';
import {
  getInstalledChaincodePackage,
  installChaincode,
  type PackageFunctions,
  queryInstalledChaincode,
  queryInstalledChaincodes,
} from './package-functions.js';

interface Environment extends PackageFunctions {
  readonly mspId: string;
  readonly transaction: Transaction;
}

type LifecycleFunction = (environment: Environment, argument: Uint8Array) => Promise<Uint8Array>;

interface Serializable {
  serializeBinary(): Uint8Array;
}

const {
  ApproveChaincodeDefinitionForMyOrgArgs,
  CheckCommitReadinessArgs,
  CommitChaincodeDefinitionArgs,
  GetInstalledChaincodePackageArgs,
  InstallChaincodeArgs,
  QueryApprovedChaincodeDefinitionArgs,
  QueryApprovedChaincodeDefinitionsArgs,
  QueryChaincodeDefinitionArgs,
  QueryChaincodeDefinitionsArgs,
  QueryInstalledChaincodeArgs,
  QueryInstalledChaincodesArgs,
} = peer.lifecycle;

const FUNCTIONS: ReadonlyMap<string, LifecycleFunction> = new Map([
  ['InstallChaincode', onPackages(InstallChaincodeArgs, installChaincode)],
  ['QueryInstalledChaincode', onPackages(QueryInstalledChaincodeArgs, queryInstalledChaincode)],
  ['QueryInstalledChaincodes', onPackages(QueryInstalledChaincodesArgs, queryInstalledChaincodes)],
  [
    'GetInstalledChaincodePackage',
    onPackages(GetInstalledChaincodePackageArgs, getInstalledChaincodePackage),
  ],
  ['ApproveChaincodeDefinitionForMyOrg', onChannel(ApproveChaincodeDefinitionForMyOrgArgs, approveForMyOrg)],
  ['QueryApprovedChaincodeDefinition', onChannel(QueryApprovedChaincodeDefinitionArgs, queryApproved)],
  ['QueryApprovedChaincodeDefinitions', onChannel(QueryApprovedChaincodeDefinitionsArgs, queryAllApproved)],
  ['CheckCommitReadiness', onChannel(CheckCommitReadinessArgs, checkCommitReadiness)],
  ['CommitChaincodeDefinition', onChannel(CommitChaincodeDefinitionArgs, commitDefinition)],
  ['QueryChaincodeDefinition', onChannel(QueryChaincodeDefinitionArgs, queryDefinition)],
  ['QueryChaincodeDefinitions', onChannel(QueryChaincodeDefinitionsArgs, queryDefinitions)],
]);

export interface LifecycleOptions {
  readonly peer: EndorsingPeer;
  readonly runtime: ChaincodeRuntime;
  readonly approved: ApprovedChaincodes;
}

/** Installs packages, records approvals and commits definitions. */
export class LifecycleChaincode implements SystemChaincode {
  readonly name = LIFECYCLE_NAMESPACE;
  readonly #options: LifecycleOptions;

  constructor(options: LifecycleOptions) {
    this.#options = options;
  }

  async invoke({ transaction, args }: SystemCall): Promise<peer.Response> {
    const [name, argument] = args;
    if (name === undefined) {
      return failure('lifecycle scc must be invoked with arguments');
    }
    if (argument === undefined || args.length !== 2) {
      return failure(`lifecycle scc operations require exactly two arguments but received ${args.length}`);
    }
    const functionName = Buffer.from(name).toString('utf8');
    const called = FUNCTIONS.get(functionName);
    const resource = `${LIFECYCLE_NAMESPACE}/${functionName}`;
    try {
      if (called === undefined) {
        throw new Error(`Unmapped policy for ${resource}`);
      }
      const { channelId, signedData } = transaction;
      checkAcl(this.#options.peer, { resource, channelId, signed: signedData });
    } catch (error) {
      return failure(`Failed to authorize invocation due to failed ACL check: ${textOf(error)}`);
    }
    try {
      const { runtime, approved, peer: endorsingPeer } = this.#options;
      return success(await called({ runtime, approved, mspId: endorsingPeer.mspId, transaction }, argument));
    } catch (error) {
      return error instanceof NotFoundError
        ? failure(error.message, 404)
        : failure(`failed to invoke backing implementation of '${functionName}': ${textOf(error)}`);
    }
  }
}

function onPackages<A>(
  args: { deserializeBinary(bytes: Uint8Array): A },
  call: (functions: PackageFunctions, args: A) => Promise<Serializable>,
): LifecycleFunction {
  return async (environment, argument) => {
    const result = await call(environment, decode(args, argument));
    return result.serializeBinary();
  };
}

function onChannel<A>(
  args: { deserializeBinary(bytes: Uint8Array): A },
  call: (functions: DefinitionFunctions, args: A) => Promise<Serializable>,
): LifecycleFunction {
  return async ({ mspId, transaction }, argument) => {
    const decoded = decode(args, argument);
    if (transaction.ledger === undefined) {
      throw new Error(`no application config for channel '${transaction.channelId}'`);
    }
    const result = await call({ ledger: transaction.ledger, mspId }, decoded);
    return result.serializeBinary();
  };
}

function decode<A>(args: { deserializeBinary(bytes: Uint8Array): A }, bytes: Uint8Array): A {
  try {
    return strictDecode(args, bytes);
  } catch (error) {
    throw new Error(`could not decode input arg: ${textOf(error)}`);
  }
}

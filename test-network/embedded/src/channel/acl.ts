import { peer } from '@hyperledger/fabric-protos';
import { entries } from '../policy/protobuf-map.js';
import { ChannelConfigError } from './channel-config-error.js';
import type { ConfigValues } from './config-values.js';

const READERS = '/Channel/Application/Readers';
const WRITERS = '/Channel/Application/Writers';

/** Fabric's policy of each resource of a channel, where the channel's configuration names no other. */
const DEFAULTS: Readonly<Record<string, string>> = {
  '_lifecycle/CommitChaincodeDefinition': WRITERS,
  '_lifecycle/QueryChaincodeDefinition': WRITERS,
  '_lifecycle/QueryChaincodeDefinitions': WRITERS,
  '_lifecycle/CheckCommitReadiness': WRITERS,
  'lscc/ChaincodeExists': READERS,
  'lscc/GetDeploymentSpec': READERS,
  'lscc/GetChaincodeData': READERS,
  'lscc/GetInstantiatedChaincodes': READERS,
  'lscc/GetCollectionsConfig': READERS,
  'qscc/GetChainInfo': READERS,
  'qscc/GetBlockByNumber': READERS,
  'qscc/GetBlockByHash': READERS,
  'qscc/GetTransactionByID': READERS,
  'qscc/GetBlockByTxID': READERS,
  'cscc/GetConfigBlock': READERS,
  'cscc/GetChannelConfig': READERS,
  'peer/Propose': WRITERS,
  'peer/ChaincodeToChaincode': WRITERS,
  'event/Block': READERS,
  'event/FilteredBlock': READERS,
  'gateway/CommitStatus': READERS,
  'gateway/ChaincodeEvents': READERS,
};

/** The policy path of each resource that the configuration names one for. */
export function readAcls(values: ConfigValues): ReadonlyMap<string, string> {
  const acls = entries(values.read('ACLs', peer.ACLs).getAclsMap())
    .map(([resource, api]) => [resource, api.getPolicyRef()] as const)
    .filter(([, reference]) => reference !== '');
  return new Map(
    acls.map(([resource, reference]) => [
      resource,
      reference.startsWith('/') ? reference : `/Channel/Application/${reference}`,
    ]),
  );
}

/** Throws ChannelConfigError for a resource that Fabric has no policy for. */
export function defaultAcl(resource: string): string {
  const policy = DEFAULTS[resource];
  if (policy === undefined) throw new ChannelConfigError(`Unmapped policy for ${resource}`);
  return policy;
}

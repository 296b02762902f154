import type { Contract } from '@hyperledger/fabric-gateway';
import { peer } from '@hyperledger/fabric-protos';
import { gatewayOf } from '../clients/gateways.js';
import { type MemberId, member } from '../network/consortium.js';
import { userCredentials } from '../network/credentials.js';
import { applicationPolicy } from './policies.js';

/** A chaincode definition, as members approve and commit it. */
export interface Definition {
  readonly channel: string;
  readonly name: string;
  readonly version?: string;
  readonly sequence?: number;
  /** Signature policy text; without it the channel's Endorsement policy counts. */
  readonly policy?: string;
  readonly collections?: readonly peer.CollectionConfig[];
  readonly initRequired?: boolean;
}

type Setters = Pick<
  peer.lifecycle.CommitChaincodeDefinitionArgs,
  | 'setName'
  | 'setVersion'
  | 'setSequence'
  | 'setEndorsementPlugin'
  | 'setValidationPlugin'
  | 'setValidationParameter'
  | 'setCollections'
  | 'setInitRequired'
>;

/** Puts a definition into the arguments of whatever lifecycle function takes one. */
export function fill<Args extends Setters>(args: Args, definition: Definition): Args {
  args.setName(definition.name);
  args.setVersion(definition.version ?? '1');
  args.setSequence(definition.sequence ?? 1);
  args.setEndorsementPlugin('escc');
  args.setValidationPlugin('vscc');
  args.setInitRequired(definition.initRequired ?? false);
  if (definition.policy) {
    args.setValidationParameter(applicationPolicy(definition.policy).serializeBinary());
  }
  if (definition.collections) {
    const collections = new peer.CollectionConfigPackage();
    collections.setConfigList([...definition.collections]);
    args.setCollections(collections);
  }
  return args;
}

/** The lifecycle chaincode on a channel, through a member's peer, as its administrator. */
export function lifecycleOf(id: MemberId, channel: string): Contract {
  return gatewayOf(id, userCredentials(member(id), 'Admin'))
    .getNetwork(channel)
    .getContract('_lifecycle');
}

/** Approves a definition for one organisation; `packageId` is absent where it has no peer that runs the chaincode. */
export async function approve(id: MemberId, definition: Definition, packageId?: string): Promise<void> {
  const args = fill(new peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs(), definition);
  const source = new peer.lifecycle.ChaincodeSource();
  if (packageId === undefined) {
    source.setUnavailable(new peer.lifecycle.ChaincodeSource.Unavailable());
  } else {
    const local = new peer.lifecycle.ChaincodeSource.Local();
    local.setPackageId(packageId);
    source.setLocalPackage(local);
  }
  args.setSource(source);
  await lifecycleOf(id, definition.channel).submit('ApproveChaincodeDefinitionForMyOrg', {
    arguments: [args.serializeBinary()],
    endorsingOrganizations: [member(id).mspId],
  });
}

/** Commits a definition with the endorsement of the members named, through the first of them. */
export async function commit(ids: readonly [MemberId, ...MemberId[]], definition: Definition): Promise<void> {
  const args = fill(new peer.lifecycle.CommitChaincodeDefinitionArgs(), definition);
  await lifecycleOf(ids[0], definition.channel).submit('CommitChaincodeDefinition', {
    arguments: [args.serializeBinary()],
    endorsingOrganizations: ids.map((id) => member(id).mspId),
  });
}

import { common, msp, peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../channel/channel-config.js';
import { anyMemberOf, collectionConfig, implicitCollectionOrg } from '../ledger/collections.js';
import { LIFECYCLE_NAMESPACE } from '../ledger/definitions.js';
import type { StateView } from '../ledger/state/state-view.js';
import { build } from '../ledger/wire/build.js';
import { DecodeError, strictDecode } from '../ledger/wire/strict-decode.js';
import { applicationGroupName } from './application-groups.js';

const LIFECYCLE_POLICY = '/Channel/Application/LifecycleEndorsement';

/** Why no policy can be given: the transaction does not meet it. */
export class MissingPolicyError extends Error {
  override readonly name = 'MissingPolicyError';
}

/** The endorsement policy of a chaincode, as peer.ApplicationPolicy bytes; undefined if it is not defined. */
export function chaincodePolicy(namespace: string, view: StateView): Uint8Array | undefined {
  if (namespace === LIFECYCLE_NAMESPACE) {
    return lifecyclePolicy(view.config);
  }
  const definition = view.definition(namespace);
  const complete = definition !== undefined && definition.validationPlugin !== '';
  return complete && definition.endorsementPolicy.length > 0 ? definition.endorsementPolicy : undefined;
}

/**
 * The endorsement policy of a collection of its own; undefined where the chaincode's holds. Throws
 * MissingPolicyError for a collection that does not exist.
 */
export function collectionPolicy(
  namespace: string,
  collection: string,
  view: StateView,
): Uint8Array | undefined {
  const mspId = implicitCollectionOrg(collection);
  if (mspId !== undefined) {
    return implicitCollectionPolicy(mspId, view.config);
  }
  const config = collectionConfig(view, namespace, collection);
  if (config === undefined) {
    throw new MissingPolicyError(`no such collection '${collection}'`);
  }
  return config.getEndorsementPolicy()?.serializeBinary();
}

/** A key-level validation parameter as peer.ApplicationPolicy bytes. Throws MissingPolicyError if it is no policy. */
export function keyPolicy(parameter: Uint8Array): Uint8Array {
  try {
    return signaturePolicy(strictDecode(common.SignaturePolicyEnvelope, parameter));
  } catch (error) {
    if (error instanceof DecodeError) {
      // Fabric's peers stop at such a parameter and the channel with them; here only the transaction fails.
      throw new MissingPolicyError('could not unmarshal signature policy envelope');
    }
    throw error;
  }
}

function lifecyclePolicy(config: ChannelConfig): Uint8Array {
  if (config.hasPolicy(LIFECYCLE_POLICY)) {
    return reference(LIFECYCLE_POLICY);
  }
  const mspIds = [...config.applicationOrgs];
  return signaturePolicy(membersOutOf(Math.floor(mspIds.length / 2) + 1, mspIds));
}

function implicitCollectionPolicy(mspId: string, config: ChannelConfig): Uint8Array {
  const group = applicationGroupName(config, mspId);
  if (group === undefined) {
    throw new MissingPolicyError(`no org found in channel with MSPID '${mspId}'`);
  }
  const path = `/Channel/Application/${group}/Endorsement`;
  return config.hasPolicy(path) ? reference(path) : signaturePolicy(anyMemberOf(mspId));
}

function reference(path: string): Uint8Array {
  return build(new peer.ApplicationPolicy(), (policy) =>
    policy.setChannelConfigPolicyReference(path),
  ).serializeBinary();
}

function signaturePolicy(envelope: common.SignaturePolicyEnvelope): Uint8Array {
  return build(new peer.ApplicationPolicy(), (policy) =>
    policy.setSignaturePolicy(envelope),
  ).serializeBinary();
}

function membersOutOf(needed: number, mspIds: readonly string[]): common.SignaturePolicyEnvelope {
  const principals = mspIds.map((mspId) =>
    build(new msp.MSPPrincipal(), (principal) => {
      principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
      principal.setPrincipal(memberRole(mspId).serializeBinary());
    }),
  );
  const rules = mspIds.map((_, index) =>
    build(new common.SignaturePolicy(), (rule) => rule.setSignedBy(index)),
  );
  return build(new common.SignaturePolicyEnvelope(), (envelope) => {
    envelope.setIdentitiesList(principals);
    envelope.setRule(
      build(new common.SignaturePolicy(), (rule) =>
        rule.setNOutOf(
          build(new common.SignaturePolicy.NOutOf(), (outOf) => {
            outOf.setN(needed);
            outOf.setRulesList(rules);
          }),
        ),
      ),
    );
  });
}

function memberRole(mspId: string): msp.MSPRole {
  return build(new msp.MSPRole(), (role) => {
    role.setMspIdentifier(mspId);
    role.setRole(msp.MSPRole.MSPRoleType.MEMBER);
  });
}

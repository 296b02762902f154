import { peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../../channel/channel-config.js';
import type { LifecycleState } from './lifecycle-state.js';
import { type LifecycleRecord, type RecordPlace, readField, readMetadata } from './record.js';

/** What the organisations agree on for a chaincode: everything but the sequence. */
export interface Parameters {
  readonly endorsementInfo: peer.lifecycle.ChaincodeEndorsementInfo;
  readonly validationInfo: peer.lifecycle.ChaincodeValidationInfo;
  readonly collections: peer.CollectionConfigPackage;
}

export interface Definition extends Parameters {
  readonly sequence: number;
}

/** The fields that the arguments of approve, commit and check have in common. */
export interface DefinitionArgs {
  getSequence(): number;
  getVersion(): string;
  getEndorsementPlugin(): string;
  getValidationPlugin(): string;
  getValidationParameter_asU8(): Uint8Array;
  getCollections(): peer.CollectionConfigPackage | undefined;
  getInitRequired(): boolean;
}

const DEFAULT_POLICY = '/Channel/Application/Endorsement';
const DEFINITION_TYPE = 'ChaincodeDefinition';
export const PARAMETERS_TYPE = 'ChaincodeParameters';

export function definitionPlace(chaincode: string): RecordPlace {
  return { namespace: 'namespaces', name: chaincode };
}

/** The place of an organisation's approval, and of its package in `chaincode-sources`. */
export function approvalName(chaincode: string, sequence: number): string {
  return `${chaincode}#${sequence}`;
}

/** The definition that is asked for, its gaps filled with the channel's defaults. */
export function requestedDefinition(args: DefinitionArgs, config: ChannelConfig): Definition {
  const endorsementInfo = new peer.lifecycle.ChaincodeEndorsementInfo();
  endorsementInfo.setVersion(args.getVersion());
  endorsementInfo.setEndorsementPlugin(args.getEndorsementPlugin() || 'escc');
  endorsementInfo.setInitRequired(args.getInitRequired());
  const validationInfo = new peer.lifecycle.ChaincodeValidationInfo();
  validationInfo.setValidationPlugin(args.getValidationPlugin() || 'vscc');
  const policy = args.getValidationParameter_asU8();
  validationInfo.setValidationParameter(policy.length > 0 ? policy : defaultPolicy(config));
  const collections = args.getCollections() ?? new peer.CollectionConfigPackage();
  return { sequence: args.getSequence(), endorsementInfo, validationInfo, collections };
}

function defaultPolicy(config: ChannelConfig): Uint8Array {
  if (!config.hasPolicy(DEFAULT_POLICY)) {
    throw new Error(
      `could not set defaults for chaincode definition in channel ${config.channelId}: policy '${DEFAULT_POLICY}' must be defined for channel '${config.channelId}' before chaincode operations can be attempted`,
    );
  }
  const policy = new peer.ApplicationPolicy();
  policy.setChannelConfigPolicyReference(DEFAULT_POLICY);
  return policy.serializeBinary();
}

export function definitionRecord(definition: Definition): LifecycleRecord {
  const { fields } = parametersRecord(definition);
  return {
    type: DEFINITION_TYPE,
    fields: new Map([['Sequence', { int64: definition.sequence }], ...fields]),
  };
}

export function parametersRecord(parameters: Parameters): LifecycleRecord {
  return {
    type: PARAMETERS_TYPE,
    fields: new Map([
      ['EndorsementInfo', { bytes: parameters.endorsementInfo.serializeBinary() }],
      ['ValidationInfo', { bytes: parameters.validationInfo.serializeBinary() }],
      ['Collections', { bytes: parameters.collections.serializeBinary() }],
    ]),
  };
}

/** The sequence of the committed definition, 0 if there is none. */
export function currentSequence(chaincode: string, state: LifecycleState): number {
  return readField(definitionPlace(chaincode), 'Sequence', state).getInt64();
}

export function readParameters(place: RecordPlace, state: LifecycleState): Parameters {
  const bytesOf = (field: string): Uint8Array => readField(place, field, state).getBytes_asU8();
  return {
    endorsementInfo: peer.lifecycle.ChaincodeEndorsementInfo.deserializeBinary(bytesOf('EndorsementInfo')),
    validationInfo: peer.lifecycle.ChaincodeValidationInfo.deserializeBinary(bytesOf('ValidationInfo')),
    collections: peer.CollectionConfigPackage.deserializeBinary(bytesOf('Collections')),
  };
}

/** The committed definition; undefined if the chaincode has none. */
export function readDefinition(chaincode: string, state: LifecycleState): Definition | undefined {
  const place = definitionPlace(chaincode);
  const metadata = readMetadata(place, state);
  if (metadata === undefined) {
    return undefined;
  }
  if (metadata.getDatatype() !== DEFINITION_TYPE) {
    throw new Error(
      `could not deserialize namespace ${chaincode} as chaincode: type name mismatch '${DEFINITION_TYPE}' != '${metadata.getDatatype()}'`,
    );
  }
  return { sequence: currentSequence(chaincode, state), ...readParameters(place, state) };
}

/** The first difference of two definitions' parameters, in Fabric's words; undefined if they are the same. */
export function parametersDifference(expected: Parameters, passed: Parameters): string | undefined {
  const e = expected.endorsementInfo;
  const p = passed.endorsementInfo;
  const ev = expected.validationInfo;
  const pv = passed.validationInfo;
  const pairs: readonly (readonly [string, string, string])[] = [
    ['Version', e.getVersion(), p.getVersion()],
    ['EndorsementPlugin', e.getEndorsementPlugin(), p.getEndorsementPlugin()],
    ['InitRequired', String(e.getInitRequired()), String(p.getInitRequired())],
    ['ValidationPlugin', ev.getValidationPlugin(), pv.getValidationPlugin()],
    ['ValidationParameter', hex(ev.getValidationParameter_asU8()), hex(pv.getValidationParameter_asU8())],
  ];
  for (const [name, wanted, given] of pairs) {
    if (wanted !== given) {
      return `expected ${name} '${wanted}' does not match passed ${name} '${given}'`;
    }
  }
  const same = hex(expected.collections.serializeBinary()) === hex(passed.collections.serializeBinary());
  return same ? undefined : 'Collections do not match';
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

import { common } from '@hyperledger/fabric-protos';
import type { SignedData } from '../policy/policy.js';
import type { PolicyManager } from '../policy/policy-manager.js';
import { ChannelConfigError, decode, explained } from './channel-config-error.js';
import { type ConfigItem, type ConfigMap, checkConfigId, toChannelGroup, toConfigMap } from './config-map.js';

/** The configuration that an update is to change. */
export interface UpdateBase {
  readonly channelId: string;
  readonly channelGroup: common.ConfigGroup | undefined;
  readonly policies: PolicyManager;
}

/**
 * The channel group that an update leads to.
 *
 * As in Fabric: what the update has read must still be at that version, what it writes must be one version later (or
 * new), and each changed element's modification policy must be satisfied by the update's signatures. Throws
 * ChannelConfigError with Fabric's sentence.
 */
export function applyUpdate(base: UpdateBase, envelope: common.ConfigUpdateEnvelope): common.ConfigGroup {
  const current = toConfigMap(base.channelGroup);
  const update = decode(common.ConfigUpdate, envelope.getConfigUpdate_asU8());
  if (update.getChannelId() !== base.channelId) {
    throw new ChannelConfigError(
      `ConfigUpdate for channel '${update.getChannelId()}' but envelope for channel '${base.channelId}'`,
    );
  }
  const readSet = explained('error mapping ReadSet', () => toConfigMap(update.getReadSet()));
  explained('error validating ReadSet', () => verifyReadSet(readSet, current));
  const writeSet = explained('error mapping WriteSet', () => toConfigMap(update.getWriteSet()));
  const delta = new Map(
    [...writeSet].filter(([key, item]) => versionOf(readSet.get(key)) !== versionOf(item)),
  );
  const signed = signedData(envelope);
  explained('error validating DeltaSet', () => verifyDelta(delta, current, base.policies, signed));
  return explained('could not turn configMap back to channelGroup', () =>
    toChannelGroup(new Map([...current, ...delta])),
  );
}

/** The config update in an envelope. Throws ChannelConfigError if there is something else in it. */
export function readConfigUpdate(envelope: common.Envelope): common.ConfigUpdateEnvelope {
  const payload = decode(common.Payload, envelope.getPayload_asU8());
  const header = payload.getHeader();
  if (header === undefined) throw new ChannelConfigError('envelope must have a Header');
  const type = decode(common.ChannelHeader, header.getChannelHeader_asU8()).getType();
  if (type !== common.HeaderType.CONFIG_UPDATE) {
    throw new ChannelConfigError(`invalid type ${headerTypeName(type)}, expected CONFIG_UPDATE`);
  }
  return explained('error unmarshalling message for type CONFIG_UPDATE', () =>
    decode(common.ConfigUpdateEnvelope, payload.getData_asU8()),
  );
}

function verifyReadSet(readSet: ConfigMap, current: ConfigMap): void {
  for (const [key, item] of readSet) {
    const existing = current.get(key);
    if (existing === undefined) {
      throw new ChannelConfigError(
        `existing config does not contain element for ${key} but was in the read set`,
      );
    }
    if (versionOf(existing) !== versionOf(item)) {
      throw new ChannelConfigError(
        `proposed update requires that key ${key} be at version ${versionOf(item)}, ` +
          `but it is currently at version ${versionOf(existing)}`,
      );
    }
  }
}

function verifyDelta(
  delta: ConfigMap,
  current: ConfigMap,
  policies: PolicyManager,
  signed: readonly SignedData[],
): void {
  if (delta.size === 0) {
    throw new ChannelConfigError('delta set was empty -- update would have no effect');
  }
  for (const [key, item] of delta) {
    explained(`invalid mod_policy for element ${key}`, () => checkModPolicy(item.element.getModPolicy()));
    const version = item.element.getVersion();
    const existing = current.get(key);
    if (existing === undefined) {
      if (version === 0) continue;
      throw new ChannelConfigError(
        `attempted to set key ${key} to version ${version}, but key does not exist`,
      );
    }
    if (version !== existing.element.getVersion() + 1) {
      throw new ChannelConfigError(
        `attempt to set key ${key} to version ${version}, but key is at version ${existing.element.getVersion()}`,
      );
    }
    const policy = managerOf(existing, policies)?.find(existing.element.getModPolicy());
    if (policy === undefined) {
      throw new ChannelConfigError(
        `unexpected missing policy ${existing.element.getModPolicy()} for item ${key}`,
      );
    }
    explained(`policy for ${key} not satisfied`, () => policy.evaluate(signed));
  }
}

function checkModPolicy(modPolicy: string): void {
  if (modPolicy === '') throw new ChannelConfigError('mod_policy not set');
  for (const [index, part] of modPolicy.replace(/^\//, '').split('/').entries()) {
    explained(`path element at ${index} is invalid`, () => checkConfigId(part));
  }
}

/** Where a modification policy is looked up: at the root if its path is absolute, else in the item's own group. */
function managerOf({ element, name, path }: ConfigItem, policies: PolicyManager): PolicyManager | undefined {
  if (element.getModPolicy().startsWith('/') || path.length === 0) return policies;
  const group = policies.below(path.slice(1));
  return element instanceof common.ConfigGroup ? group?.below([name]) : group;
}

/** Each signature is over its own header and the update, end to end. */
function signedData(envelope: common.ConfigUpdateEnvelope): SignedData[] {
  const update = envelope.getConfigUpdate_asU8();
  return envelope.getSignaturesList().map((signature) => {
    const header = signature.getSignatureHeader_asU8();
    return {
      message: Buffer.concat([header, update]),
      identity: decode(common.SignatureHeader, header).getCreator_asU8(),
      signature: signature.getSignature_asU8(),
    };
  });
}

function versionOf(item: ConfigItem | undefined): number | undefined {
  return item?.element.getVersion();
}

function headerTypeName(type: number): string {
  return Object.entries(common.HeaderType).find(([, value]) => value === type)?.[0] ?? String(type);
}

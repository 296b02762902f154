import { common } from '@hyperledger/fabric-protos';
import { channelPolicy } from '../policy/channel-policy.js';

interface Message {
  serializeBinary(): Uint8Array;
}

export interface ConfigGroupParts {
  /** Values by key; an undefined one is left out. */
  readonly values: Readonly<Record<string, Message | ConfigEntry | undefined>>;
  /** Policy texts by name. */
  readonly policies: Readonly<Record<string, string>>;
  readonly groups?: Readonly<Record<string, common.ConfigGroup>>;
}

/** A value that another policy than Admins guards. */
export interface ConfigEntry {
  readonly message: Message;
  readonly modPolicy: string;
}

/** Whoever satisfies this policy of a group may change what is in it. */
const MOD_POLICY = 'Admins';

/**
 * One group of the channel configuration. Its maps are filled in the order of their keys, so that the same parts
 * always give the same bytes.
 */
export function configGroup({ values, policies, groups = {} }: ConfigGroupParts): common.ConfigGroup {
  const group = new common.ConfigGroup();
  group.setModPolicy(MOD_POLICY);
  for (const [key, value] of sorted(values)) {
    if (value !== undefined) {
      group.getValuesMap().set(key, configValue(value));
    }
  }
  for (const [name, text] of sorted(policies)) {
    group.getPoliciesMap().set(name, configPolicy(text));
  }
  for (const [name, inner] of sorted(groups)) {
    group.getGroupsMap().set(name, inner);
  }
  return group;
}

/** Entries of a record in the order of their keys' code units. */
export function sorted<T>(record: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
}

function configValue(value: Message | ConfigEntry): common.ConfigValue {
  const entry = 'message' in value ? value : { message: value, modPolicy: MOD_POLICY };
  const result = new common.ConfigValue();
  result.setModPolicy(entry.modPolicy);
  result.setValue(entry.message.serializeBinary());
  return result;
}

function configPolicy(text: string): common.ConfigPolicy {
  const result = new common.ConfigPolicy();
  result.setModPolicy(MOD_POLICY);
  result.setPolicy(channelPolicy(text));
  return result;
}

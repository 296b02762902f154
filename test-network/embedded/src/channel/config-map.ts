import { common } from '@hyperledger/fabric-protos';
import { entries } from '../policy/protobuf-map.js';
import { ChannelConfigError, explained } from './channel-config-error.js';

const ROOT = 'Channel';
const LONGEST_ID = 249;
const ORDERER_CAPABILITIES = '[Value]  /Channel/Orderer/Capabilities';

/** A group, value or policy of a configuration, apart from what is below it. */
export interface ConfigItem {
  readonly element: common.ConfigGroup | common.ConfigValue | common.ConfigPolicy;
  readonly name: string;
  /** Names of the groups above, from the root. */
  readonly path: readonly string[];
}

/** Items by Fabric's name for them: kind in brackets, padded to one width, and path. */
export type ConfigMap = ReadonlyMap<string, ConfigItem>;

/** Lays a tree of groups out flat. Throws ChannelConfigError if a name has a character that may not be there. */
export function toConfigMap(root: common.ConfigGroup | undefined): ConfigMap {
  const map = new Map<string, ConfigItem>();
  if (root !== undefined) addGroup(map, ROOT, [], root);
  return map;
}

/** Puts the tree together again, each group with those members that it names. Throws ChannelConfigError. */
export function toChannelGroup(map: ConfigMap): common.ConfigGroup {
  return groupAt(map, `/${ROOT}`);
}

/** Throws ChannelConfigError unless the text may name a group, a value or a policy. */
export function checkConfigId(id: string): void {
  if (id.length === 0) throw new ChannelConfigError('config ID illegal, cannot be empty');
  if (id.length > LONGEST_ID) {
    throw new ChannelConfigError(`config ID illegal, cannot be longer than ${LONGEST_ID}`);
  }
  if (id === '.' || id === '..') throw new ChannelConfigError(`name '${id}' for config ID is not allowed`);
  if (!/^[a-zA-Z0-9.-]+$/.test(id)) {
    throw new ChannelConfigError(`config ID '${id}' contains illegal characters`);
  }
}

function addGroup(
  map: Map<string, ConfigItem>,
  name: string,
  path: readonly string[],
  group: common.ConfigGroup,
): void {
  add(map, '[Group]  ', { element: group, name, path });
  const below = [...path, name];
  for (const [child, element] of entries(group.getGroupsMap())) addGroup(map, child, below, element);
  for (const [key, element] of entries(group.getValuesMap())) {
    add(map, '[Value]  ', { element, name: key, path: below });
  }
  for (const [key, element] of entries(group.getPoliciesMap())) {
    add(map, '[Policy] ', { element, name: key, path: below });
  }
}

function add(map: Map<string, ConfigItem>, kind: string, item: ConfigItem): void {
  explained(`illegal characters in key: ${kind}`, () => checkConfigId(item.name));
  map.set(`${kind}/${[...item.path, item.name].join('/')}`, item);
}

function groupAt(map: ConfigMap, path: string): common.ConfigGroup {
  const template = itemAt(map, `[Group]  ${path}`, common.ConfigGroup);
  const group = new common.ConfigGroup();
  group.setVersion(template.getVersion());
  group.setModPolicy(modPolicy(map, template));
  for (const [name] of entries(template.getGroupsMap())) {
    group.getGroupsMap().set(name, groupAt(map, `${path}/${name}`));
  }
  for (const [name] of entries(template.getValuesMap())) {
    const value = itemAt(map, `[Value]  ${path}/${name}`, common.ConfigValue).cloneMessage();
    value.setModPolicy(modPolicy(map, value));
    group.getValuesMap().set(name, value);
  }
  for (const [name] of entries(template.getPoliciesMap())) {
    const policy = itemAt(map, `[Policy] ${path}/${name}`, common.ConfigPolicy).cloneMessage();
    policy.setModPolicy(modPolicy(map, policy));
    group.getPoliciesMap().set(name, policy);
  }
  return group;
}

function itemAt<Element extends ConfigItem['element']>(
  map: ConfigMap,
  key: string,
  type: new () => Element,
): Element {
  const element = map.get(key)?.element;
  if (element instanceof type) return element;
  const kind = key.slice(1, key.indexOf(']')).toLowerCase();
  throw new ChannelConfigError(`missing ${kind} at path: ${key}`);
}

/** Channels that Fabric 1.0 made could lack modification policies; where orderers have capabilities, it sets them. */
function modPolicy(map: ConfigMap, element: ConfigItem['element']): string {
  return element.getModPolicy() || (map.has(ORDERER_CAPABILITIES) ? 'Admins' : '');
}

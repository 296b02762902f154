import { readChannelPolicy } from '../../policy/channel-policy.js';
import type { SignaturePolicy } from '../../policy/signature-policy.js';
import type { Problem } from '../problems.js';
import type { ConsortiumValues } from '../schema.js';
import { at, expectThat } from './path.js';
import { checkPolicy } from './policies.js';

type GroupName = keyof ConsortiumValues['channel']['policies'];

const MEMBERS = ['bank', 'broker', 'regulator', 'ordering'];

/** What the policies of each group may name, and over which groups one level below their ANY, ALL, MAJORITY count. */
const GROUPS: Readonly<Record<GroupName, { placeholders: readonly string[]; below: readonly GroupName[] }>> =
  {
    channel: { placeholders: MEMBERS, below: ['orderer', 'application'] },
    orderer: { placeholders: MEMBERS, below: ['orderingOrganisation'] },
    application: { placeholders: MEMBERS, below: ['organisation'] },
    organisation: { placeholders: ['org'], below: [] },
    orderingOrganisation: { placeholders: ['ordering'], below: [] },
  };

const GROUP_NAMES: readonly GroupName[] = [
  'channel',
  'orderer',
  'application',
  'organisation',
  'orderingOrganisation',
];

export function checkChannel(values: ConsortiumValues): Problem[] {
  const { policies } = values.channel;
  return [
    ...GROUP_NAMES.flatMap((group) =>
      Object.entries(policies[group]).flatMap(([name, text]) =>
        checkPolicy(values, {
          path: at('channel', 'policies', group, name),
          text,
          placeholders: GROUPS[group].placeholders,
          read: readIn(group, policies),
        }),
      ),
    ),
    ...accessRules(values),
  ];
}

/** ANY Readers and the like need policies of that name one level below to count. */
function readIn(group: GroupName, policies: ConsortiumValues['channel']['policies']) {
  return (text: string): SignaturePolicy | undefined => {
    const policy = readChannelPolicy(text);
    if (policy.kind !== 'meta') {
      return policy;
    }
    const { below } = GROUPS[group];
    if (below.length === 0) {
      throw new Error('needs to be a signature policy: there is nothing below an organisation to count');
    }
    const without = below.find((lower) => !Object.hasOwn(policies[lower], policy.subPolicy));
    if (without !== undefined) {
      throw new Error(`counts policies called ${policy.subPolicy}, and channel.policies.${without} has none`);
    }
    return undefined;
  };
}

const PREFIXES = {
  '/Channel/': 'channel',
  '/Channel/Application/': 'application',
  '/Channel/Orderer/': 'orderer',
} as const;

/** Paths of all policies that an access rule can point to. */
function accessRules({ channel: { acls, policies } }: ConsortiumValues): Problem[] {
  const paths = Object.entries(PREFIXES).flatMap(([prefix, group]) =>
    Object.keys(policies[group]).map((name) => prefix + name),
  );
  return Object.entries(acls).flatMap(([resource, policyPath]) =>
    expectThat(
      paths.includes(policyPath),
      at('channel', 'acls', resource),
      `expected the path of a policy of the channel such as /Channel/Application/Readers, found ${policyPath}`,
    ),
  );
}

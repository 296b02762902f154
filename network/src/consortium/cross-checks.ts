import { checkChannelPolicy } from '../policy/channel-policy.js';
import { placeholdersIn } from '../policy/placeholders.js';
import { parseSignaturePolicy } from '../policy/signature-policy.js';
import type { Problem } from './problems.js';
import type { ConsortiumValues } from './schema.js';

/** Ports from an organisation's `chaincodeServices` on that are its own. */
export const CHAINCODE_SERVICE_PORTS = 20;

/** Names that every organisation's users have already. */
const BUILT_IN_USERS = ['Admin', 'User1'];

type Path = Problem['path'];

/** Everything that can only be seen by looking at several values of the file together. */
export function crossCheck(values: ConsortiumValues): Problem[] {
  return [
    ...identifiers(values),
    ...ports(values),
    ...regulators(values),
    ...relationships(values),
    ...users(values),
    ...ordering(values),
    ...channelPolicies(values),
    ...chaincodes(values),
    ...limits(values),
  ];
}

interface Named {
  readonly path: Path;
  readonly value: string | number;
}

const at = (...path: Path): Path => path;

/** A problem for each value that an earlier one has already. */
function duplicates(named: readonly Named[], what: string, whereText: (path: Path) => string): Problem[] {
  const first = new Map<string | number, Path>();
  return named.flatMap(({ path, value }) => {
    const earlier = first.get(value);
    if (earlier === undefined) {
      first.set(value, path);
      return [];
    }
    return [
      { path, message: `expected ${what} of its own, but ${value} is also that of ${whereText(earlier)}` },
    ];
  });
}

const owner = (values: ConsortiumValues) => (path: Path) => {
  const [section, index] = path;
  return section === 'organisations' && typeof index === 'number'
    ? `organisations[${index}] (${values.organisations[index]?.id})`
    : String(section);
};

function identifiers(values: ConsortiumValues): Problem[] {
  return (['id', 'mspId', 'domain'] as const).flatMap((key) =>
    duplicates(
      [
        ...values.organisations.map((it, index) => ({
          path: at('organisations', index, key),
          value: it[key],
        })),
        { path: at('ordering', key), value: values.ordering[key] },
      ],
      { id: 'an id', mspId: 'an MSP id', domain: 'a domain' }[key],
      owner(values),
    ),
  );
}

function ports(values: ConsortiumValues): Problem[] {
  const single = [
    ...values.organisations.flatMap(({ ports: of }, index) =>
      Object.entries(of).map(([use, value]) => ({ path: at('organisations', index, 'ports', use), value })),
    ),
    ...values.ordering.nodes.flatMap(({ ports: of }, index) =>
      Object.entries(of).map(([use, value]) => ({
        path: at('ordering', 'nodes', index, 'ports', use),
        value,
      })),
    ),
  ];
  const rest = values.organisations.flatMap(({ ports: of }, index) =>
    Array.from({ length: CHAINCODE_SERVICE_PORTS - 1 }, (_, more) => ({
      path: at('organisations', index, 'ports', 'chaincodeServices'),
      value: of.chaincodeServices + 1 + more,
    })),
  );
  const outside = values.organisations.flatMap(({ ports: of }, index) =>
    of.chaincodeServices + CHAINCODE_SERVICE_PORTS - 1 > 65535
      ? [
          {
            path: at('organisations', index, 'ports', 'chaincodeServices'),
            message: `expected ${CHAINCODE_SERVICE_PORTS} ports from here on, but the last would be above 65535`,
          },
        ]
      : [],
  );
  return [...duplicates([...single, ...rest], 'a port', owner(values)), ...outside];
}

function regulators(values: ConsortiumValues): Problem[] {
  const found = values.organisations.filter(({ role }) => role === 'regulator').length;
  return found === 1
    ? []
    : [
        {
          path: ['organisations'],
          message: `expected exactly one organisation with role regulator, found ${found}`,
        },
      ];
}

function relationships(values: ConsortiumValues): Problem[] {
  const roles = new Map(values.organisations.map(({ id, role }) => [id, role]));
  const named = values.relationships.map(({ bank, broker }, index) => ({
    path: at('relationships', index),
    value: `${bank} with ${broker}`,
  }));
  const wrong = values.relationships.flatMap((relationship, index) =>
    (['bank', 'broker'] as const).flatMap((side) => {
      const id = relationship[side];
      const role = roles.get(id);
      if (role === side) {
        return [];
      }
      const message =
        role === undefined
          ? `expected the id of an organisation with role ${side}, but no organisation is called ${id}`
          : `expected an organisation with role ${side}, but ${id} has role ${role}`;
      return [{ path: at('relationships', index, side), message }];
    }),
  );
  return [...wrong, ...duplicates(named, 'a pair', ([, index]) => `relationships[${index}]`)];
}

function users(values: ConsortiumValues): Problem[] {
  return (['bank', 'broker', 'regulator'] as const).flatMap((role) => {
    const { gateway, list } = values.users[role];
    const named = list.map(({ name }, index) => ({
      path: at('users', role, 'list', index, 'name'),
      value: name,
    }));
    const known = [...BUILT_IN_USERS, ...list.map(({ name }) => name)];
    return [
      ...duplicates(named, 'a name', ([, , , index]) => `users.${role}.list[${index}]`),
      ...(known.includes(gateway)
        ? []
        : [
            {
              path: at('users', role, 'gateway'),
              message: `expected one of ${known.join(', ')}, but no user of a ${role} is called ${gateway}`,
            },
          ]),
    ];
  });
}

function ordering({ ordering: { nodes, batch, raft } }: ConsortiumValues): Problem[] {
  const named = nodes.map(({ name }, index) => ({
    path: at('ordering', 'nodes', index, 'name'),
    value: name,
  }));
  return [
    ...duplicates(named, 'a name', ([, , index]) => `ordering.nodes[${index}]`),
    ...(batch.preferredMax <= batch.absoluteMax
      ? []
      : [{ path: at('ordering', 'batch', 'preferredMax'), message: 'expected no more than absoluteMax' }]),
    ...(raft.heartbeatTick < raft.electionTick
      ? []
      : [{ path: at('ordering', 'raft', 'heartbeatTick'), message: 'expected less than electionTick' }]),
  ];
}

/** Placeholders that mean something in each group of channel policies. */
const CHANNEL_PLACEHOLDERS = {
  channel: ['bank', 'broker', 'regulator', 'ordering'],
  orderer: ['bank', 'broker', 'regulator', 'ordering'],
  application: ['bank', 'broker', 'regulator', 'ordering'],
  organisation: ['org'],
  orderingOrganisation: ['ordering'],
} as const;

const isGroup = (name: string): name is keyof typeof CHANNEL_PLACEHOLDERS =>
  Object.hasOwn(CHANNEL_PLACEHOLDERS, name);

function channelPolicies(values: ConsortiumValues): Problem[] {
  return Object.entries(values.channel.policies).flatMap(([group, policies]) =>
    Object.entries(policies).flatMap(([name, text]) =>
      policyProblems(values, {
        path: at('channel', 'policies', group, name),
        text,
        placeholders: isGroup(group) ? CHANNEL_PLACEHOLDERS[group] : [],
        check: checkChannelPolicy,
      }),
    ),
  );
}

function chaincodes(values: ConsortiumValues): Problem[] {
  const named = values.chaincodes.map(({ name }, index) => ({
    path: at('chaincodes', index, 'name'),
    value: name,
  }));
  const placeholders = ['bank', 'broker', 'regulator'];
  const check = parseSignaturePolicy;
  return [
    ...duplicates(named, 'a name', ([, index]) => `chaincodes[${index}]`),
    ...values.chaincodes.flatMap((chaincode, index) => {
      const path = at('chaincodes', index);
      return [
        ...policyProblems(values, {
          path: at(...path, 'endorsementPolicy'),
          text: chaincode.endorsementPolicy,
          placeholders,
          check,
        }),
        ...duplicates(
          chaincode.collections.map(({ name }, of) => ({
            path: at(...path, 'collections', of, 'name'),
            value: name,
          })),
          'a name',
          ([, , , of]) => `chaincodes[${index}].collections[${of}]`,
        ),
        ...chaincode.collections.flatMap((collection, of) => {
          const inside = at(...path, 'collections', of);
          const counts =
            collection.requiredPeerCount <= collection.maxPeerCount
              ? []
              : [{ path: at(...inside, 'requiredPeerCount'), message: 'expected no more than maxPeerCount' }];
          const texts = (['policy', 'endorsementPolicy'] as const).flatMap((key) => {
            const text = collection[key];
            return text === undefined
              ? []
              : policyProblems(values, { path: at(...inside, key), text, placeholders, check });
          });
          return [...counts, ...texts];
        }),
      ];
    }),
  ];
}

interface PolicyToCheck {
  readonly path: Path;
  readonly text: string;
  readonly placeholders: readonly string[];
  readonly check: (text: string) => unknown;
}

function policyProblems(
  values: ConsortiumValues,
  { path, text, placeholders, check }: PolicyToCheck,
): Problem[] {
  const unknown = placeholdersIn(text).filter((name) => !placeholders.includes(name));
  const problems = unknown.map((name) => ({
    path,
    message: `{${name}} stands for nothing here; expected ${placeholders.map((known) => `{${known}}`).join(', ')}`,
  }));
  try {
    check(text);
  } catch (error) {
    return [
      ...problems,
      { path, message: `the policy ${error instanceof Error ? error.message : String(error)}` },
    ];
  }
  const mspIds = [values.ordering.mspId, ...values.organisations.map(({ mspId }) => mspId)];
  const strangers = [...text.matchAll(/['"]([^'"{}]+)\.[a-z]+['"]/g)]
    .map((match) => match[1] ?? '')
    .filter((mspId) => !mspIds.includes(mspId));
  return [
    ...problems,
    ...strangers.map((mspId) => ({
      path,
      message: `no organisation has the MSP id ${mspId} that the policy names`,
    })),
  ];
}

function limits({ limits: { messageSize }, ordering: { batch } }: ConsortiumValues): Problem[] {
  return messageSize >= batch.absoluteMax
    ? []
    : [{ path: ['limits', 'messageSize'], message: 'expected at least ordering.batch.absoluteMax' }];
}

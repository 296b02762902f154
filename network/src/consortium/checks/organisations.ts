import type { Problem } from '../problems.js';
import type { ConsortiumValues } from '../schema.js';
import { at, duplicates, expectThat, type Path } from './path.js';

/** Ports from an organisation's `chaincodeServices` on that are its own. */
export const CHAINCODE_SERVICE_PORTS = 20;

const LAST_PORT = 65535;

export function checkOrganisations(values: ConsortiumValues): Problem[] {
  return [...identifiers(values), ...ports(values), ...oneRegulator(values)];
}

const ownerIn = (values: ConsortiumValues) => (path: Path) => {
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
      { what: { id: 'an id', mspId: 'an MSP id', domain: 'a domain' }[key], whose: ownerIn(values) },
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
  const chaincode = values.organisations.map(({ ports: of }, index) => ({
    path: at('organisations', index, 'ports', 'chaincodeServices'),
    first: of.chaincodeServices,
  }));
  const further = chaincode.flatMap(({ path, first }) =>
    Array.from({ length: CHAINCODE_SERVICE_PORTS - 1 }, (_, more) => ({ path, value: first + 1 + more })),
  );
  return [
    ...duplicates([...single, ...further], { what: 'a port', whose: ownerIn(values) }),
    ...chaincode.flatMap(({ path, first }) =>
      expectThat(
        first + CHAINCODE_SERVICE_PORTS - 1 <= LAST_PORT,
        path,
        `expected ${CHAINCODE_SERVICE_PORTS} ports from here on, but the last would be above ${LAST_PORT}`,
      ),
    ),
  ];
}

function oneRegulator({ organisations }: ConsortiumValues): Problem[] {
  const found = organisations.filter(({ role }) => role === 'regulator').length;
  return expectThat(
    found === 1,
    ['organisations'],
    `expected exactly one organisation with role regulator, found ${found}`,
  );
}

import { channelName } from '../consortium.js';
import type { Problem } from '../problems.js';
import type { ConsortiumValues } from '../schema.js';
import { at, duplicates, expectThat } from './path.js';

/** Fabric's limit. */
const LONGEST_CHANNEL_NAME = 249;

export function checkRelationships({ relationships, organisations }: ConsortiumValues): Problem[] {
  const roles = new Map(organisations.map(({ id, role }) => [id, role]));
  const channels = relationships.map(({ bank, broker }, index) => ({
    path: at('relationships', index),
    value: channelName(bank, broker),
  }));
  return [
    ...relationships.flatMap((relationship, index) =>
      (['bank', 'broker'] as const).flatMap((side) => {
        const role = roles.get(relationship[side]);
        return expectThat(
          role === side,
          at('relationships', index, side),
          wrongRole(relationship[side], side, role),
        );
      }),
    ),
    ...duplicates(channels, { what: 'a channel', whose: ([, index]) => `relationships[${index}]` }),
    ...channels.flatMap(({ path, value }) =>
      expectThat(
        value.length <= LONGEST_CHANNEL_NAME,
        path,
        `expected ids short enough for a channel name of ${LONGEST_CHANNEL_NAME} characters`,
      ),
    ),
  ];
}

function wrongRole(id: string, side: string, role: string | undefined): string {
  return role === undefined
    ? `expected the id of an organisation with role ${side}, but no organisation is called ${id}`
    : `expected an organisation with role ${side}, but ${id} has role ${role}`;
}

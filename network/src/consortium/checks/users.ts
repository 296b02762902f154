import type { Problem } from '../problems.js';
import type { ConsortiumValues } from '../schema.js';
import { at, duplicates, expectThat } from './path.js';

/** Users that every organisation has without being asked. */
const BUILT_IN = ['Admin', 'User1'];

export function checkUsers({ users }: ConsortiumValues): Problem[] {
  return (['bank', 'broker', 'regulator'] as const).flatMap((role) => {
    const { gateway, list } = users[role];
    const named = list.map(({ name }, index) => ({
      path: at('users', role, 'list', index, 'name'),
      value: name,
    }));
    const known = [...BUILT_IN, ...list.map(({ name }) => name)];
    // Folders are named after users, and some file systems do not tell small letters from capitals.
    const taken = named.filter(({ value }) => BUILT_IN.some((name) => name.toLowerCase() === value));
    return [
      ...duplicates(named, { what: 'a name', whose: ([, , , index]) => `users.${role}.list[${index}]` }),
      ...taken.map(({ path }) => ({
        path,
        message: 'expected another name: every organisation has this user',
      })),
      ...expectThat(
        known.includes(gateway),
        at('users', role, 'gateway'),
        `expected one of ${known.join(', ')}, but no user of a ${role} is called ${gateway}`,
      ),
    ];
  });
}

import { checkChaincodes } from './checks/chaincodes.js';
import { checkChannel } from './checks/channel.js';
import { checkOrdering } from './checks/ordering.js';
import { checkOrganisations } from './checks/organisations.js';
import { checkRelationships } from './checks/relationships.js';
import { checkUsers } from './checks/users.js';
import type { Problem } from './problems.js';
import type { ConsortiumValues } from './schema.js';

/** Everything that can only be seen by looking at several values of the file together. */
export function crossCheck(values: ConsortiumValues): Problem[] {
  return [
    ...checkOrganisations(values),
    ...checkOrdering(values),
    ...checkRelationships(values),
    ...checkUsers(values),
    ...checkChannel(values),
    ...checkChaincodes(values),
  ];
}

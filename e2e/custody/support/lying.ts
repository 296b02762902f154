import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chaincodeFolder, control, member } from './network.js';
import { ask } from './transactions.js';
import { BANK, BROKER } from './users.js';
import { untilDone } from './waiting.js';

/** Files of `lies/`, each of which alters the contracts in one way. */
export type Lie =
  | 'answers-another-balance'
  | 'credits-more'
  | 'holds-and-credits'
  | 'obeys'
  | 'pays-what-is-not-there'
  | 'skips-freezes'
  | 'skips-limits'
  | 'skips-roles'
  | 'writes-no-entry';

export type Side = 'bank' | 'broker';
const SIDES = { bank: 'bank-a', broker: 'broker-x' } as const;

/** Has one side run altered contracts from here on. */
export async function lie(side: Side, how: Lie): Promise<void> {
  await run(side, { [member(SIDES[side]).mspId]: how });
}

/** Has the side run the contracts as they were agreed. */
export function beHonest(side: Side): Promise<void> {
  return run(side, {});
}

async function run(side: Side, lies: Readonly<Record<string, Lie>>): Promise<void> {
  const { mspId } = member(SIDES[side]);
  await writeFile(path.join(chaincodeFolder(), 'lies.json'), JSON.stringify(lies));
  const running = await control();
  await running.stopChaincode('custody', mspId);
  await running.startChaincode('custody', mspId);
  const as = side === 'bank' ? BANK.gateway : BROKER.gateway;
  await untilDone(() => ask({ as, function: 'DayContract:GetDay', request: {}, endorsers: [mspId] }));
}

import { readFile, writeFile } from 'node:fs/promises';
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

type Lies = Readonly<Partial<Record<string, Lie>>>;

/** Has one side run altered contracts from here on, which tell this lie; the other side runs the agreed ones. */
export async function lie(side: Side, how: Lie): Promise<void> {
  const mspId = mspIdOf(side);
  const before = await liesTold();
  await tell({ [mspId]: how });
  if (before[mspId] === undefined) await startAgain(side);
}

/** Has the side run the contracts as they were agreed. */
export async function beHonest(side: Side): Promise<void> {
  const before = await liesTold();
  await tell({});
  if (before[mspIdOf(side)] !== undefined) await startAgain(side);
}

const mspIdOf = (side: Side): string => member(SIDES[side]).mspId;
const file = (): string => path.join(chaincodeFolder(), 'lies.json');

async function liesTold(): Promise<Lies> {
  return JSON.parse(await readFile(file(), 'utf8'));
}

async function tell(lies: Lies): Promise<void> {
  await writeFile(file(), JSON.stringify(lies));
}

async function startAgain(side: Side): Promise<void> {
  const mspId = mspIdOf(side);
  const running = await control();
  await running.stopChaincode('custody', mspId);
  await running.startChaincode('custody', mspId);
  const as = side === 'bank' ? BANK.gateway : BROKER.gateway;
  await untilDone(() => ask({ as, function: 'DayContract:GetDay', request: {}, endorsers: [mspId] }));
}

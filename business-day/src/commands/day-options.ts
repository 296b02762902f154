import path from 'node:path';
import { parseArgs } from 'node:util';
import { isProfile, PROFILES, type ProfileName } from '@sanfang/local-network';
import { CLIENTS_FILE, TRANSFERS_FILE } from '../input/files.js';

/** Where the day is played: in a consortium that runs already, or in one that is started for it. */
export type Where =
  | { readonly running: true; readonly dataDir: string }
  | { readonly running: false; readonly profile: ProfileName };

export interface DayOptions {
  readonly where: Where;
  readonly clientsFile: string;
  readonly transfersFile: string;
  readonly json: boolean;
}

export const DAY_USAGE = `npm run day -- [options]

  --data DIR            play in the consortium that runs with this data folder (npm start)
  --profile ${PROFILES.join('|')}
                        or start one for the day, in a temporary folder; embedded if nothing is given
  --clients FILE        clients (CSV); the committed business day if not given
  --transfers FILE      transfers (CSV); the committed business day if not given
  --json                print the totals as JSON, and nothing else on standard output
  --help                this text`;

/** @throws Error with a sentence that names the option and what it takes. */
export function readDayOptions(argv: readonly string[]): DayOptions | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      data: { type: 'string' },
      profile: { type: 'string' },
      clients: { type: 'string' },
      transfers: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  if ((values.clients === undefined) !== (values.transfers === undefined)) {
    throw new Error('--clients and --transfers belong together: give both or neither.');
  }
  return {
    where: whereOf(values.data, values.profile),
    clientsFile: path.resolve(values.clients ?? CLIENTS_FILE),
    transfersFile: path.resolve(values.transfers ?? TRANSFERS_FILE),
    json: values.json,
  };
}

function whereOf(data: string | undefined, profile: string | undefined): Where {
  if (data !== undefined) {
    if (profile !== undefined)
      throw new Error('--data and --profile exclude each other: a running consortium has its profile.');
    return { running: true, dataDir: path.resolve(data) };
  }
  const chosen = profile ?? 'embedded';
  if (!isProfile(chosen))
    throw new Error(`--profile ${chosen} is unknown: give one of ${PROFILES.join(', ')}.`);
  return { running: false, profile: chosen };
}

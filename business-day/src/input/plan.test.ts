import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from './csv.js';
import { readPlan } from './plan.js';
import { CLIENT_COLUMNS, TRANSFER_COLUMNS } from './rows.js';

let folder: string;
let clientsFile: string;
let transfersFile: string;

const R = 'custody-bank-a-broker-x';
const CLIENTS = [
  `${R},6010000001,5000001,mobile,王小明,11010519491231002X,13800138000,6217000000000000004`,
  `${R},6010000002,5000002,web,"李,四",110105199003071239,13900139000,6259650871772080`,
];
const TRANSFERS = [
  `1,${R},6010000001,bank,deposit,100.00,posted`,
  `2,${R},6010000001,broker,withdrawal,100.01,INSUFFICIENT_WITHDRAWABLE`,
  `3,${R},6010000001,broker,withdrawal,40.5,posted`,
];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sanfang-plan-'));
  clientsFile = path.join(folder, 'clients.csv');
  transfersFile = path.join(folder, 'transfers.csv');
});
afterEach(() => rm(folder, { recursive: true }));

async function plan(clients: readonly string[], transfers: readonly string[]) {
  await writeFile(clientsFile, [CLIENT_COLUMNS.join(','), ...clients, ''].join('\n'));
  await writeFile(transfersFile, [TRANSFER_COLUMNS.join(','), ...transfers, ''].join('\n'));
  return readPlan(clientsFile, transfersFile);
}

/** What the refusal says, without the folder. */
async function refusal(clients: readonly string[], transfers: readonly string[]): Promise<string> {
  const error = await plan(clients, transfers).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message.replaceAll(`${folder}${path.sep}`, '');
}

describe('the plan of a day', () => {
  it('is worked out from the files', async () => {
    const [first, ...others] = await plan(CLIENTS, TRANSFERS);
    expect(others).toEqual([]);
    expect(first?.expected).toEqual({
      clients: 2,
      deposits: 1,
      depositedFen: 10_000,
      withdrawals: 1,
      withdrawnFen: 4_050,
      refused: 1,
      closingFen: 5_950,
    });
    expect(first?.closing).toEqual(
      new Map([
        ['6010000001', 5_950],
        ['6010000002', 0],
      ]),
    );
  });

  it.each([
    [
      'a wrong check character',
      CLIENTS[0]?.replace('002X', '0021'),
      'clients.csv, line 3, column resident_id: ',
    ],
    ['a wrong check digit', CLIENTS[0]?.replace('0004', '0005'), 'clients.csv, line 3, column bank_card: '],
    [
      'an unknown channel',
      CLIENTS[0]?.replace('mobile,', 'pigeon,'),
      'clients.csv, line 3, column channel: ',
    ],
    ['a missing column', `${R},6010000001`, 'clients.csv, line 3: the row does not have as many columns'],
    ['an open quotation mark', `${R},"6010000001`, 'clients.csv, line 3: a quotation mark is not closed.'],
  ])('refuses a client with %s, naming file, line and column', async (_, row = '', text) => {
    const message = await refusal([CLIENTS[1] ?? '', row], TRANSFERS);
    expect(message).toContain(text);
    expect(message).not.toMatch(/王小明|1101051949|6217/);
  });

  it.each([
    ['an amount of zero', '4,R,6010000001,bank,deposit,0,posted', 'column amount: '],
    ['a third decimal', '4,R,6010000001,bank,deposit,1.005,posted', 'column amount: '],
    [
      'an unknown direction',
      '4,R,6010000001,bank,gift,1,posted',
      'column direction: must be deposit or withdrawal.',
    ],
    [
      'an account that nobody has',
      '4,R,6010000009,bank,deposit,1,posted',
      'column account_number: account 6010000009 is not in',
    ],
    [
      'another relationship',
      '4,custody-x,6010000001,bank,deposit,1,posted',
      `column relationship: account 6010000001 is in ${R}.`,
    ],
    [
      'a serial used before',
      '3,R,6010000001,bank,deposit,1,posted',
      'column serial: is the same as in line 4.',
    ],
    [
      'an outcome that cannot be',
      '4,R,6010000001,bank,withdrawal,60,posted',
      'column expect: is posted, but with 59.50 on the account it will be INSUFFICIENT_WITHDRAWABLE.',
    ],
  ])('refuses a transfer with %s, naming file, line and column', async (_, row, text) => {
    const message = await refusal(CLIENTS, [...TRANSFERS, row.replace(',R,', `,${R},`)]);
    expect(message).toContain(`transfers.csv, line 5, ${text}`);
  });

  it('refuses a client who is there twice, without showing who', async () => {
    const again = CLIENTS[0]?.replace('6010000001,5000001', '6010000003,5000003') ?? '';
    const message = await refusal([...CLIENTS, again], TRANSFERS);
    expect(message).toContain('clients.csv, line 4, column resident_id: is the same as in line 2.');
    expect(message).not.toContain('11010519491231002X');
  });

  it('says all that is wrong, up to a limit', async () => {
    const rows = Array.from(
      { length: 15 },
      (_, index) => `${index + 10},${R},6010000001,bank,deposit,x,posted`,
    );
    const message = await refusal(CLIENTS, rows);
    expect(message.split('\n')).toHaveLength(11);
    expect(message).toContain('… and 5 more.');
  });

  it('refuses a file that is not there, is empty, is not in UTF-8, or has another heading', async () => {
    await plan(CLIENTS, TRANSFERS);
    await expect(readPlan(path.join(folder, 'none.csv'), transfersFile)).rejects.toThrow(
      'none.csv cannot be read',
    );
    await writeFile(clientsFile, `${CLIENT_COLUMNS.join(',')}\n`);
    await expect(readPlan(clientsFile, transfersFile)).rejects.toThrow('there is no row below the heading');
    await writeFile(clientsFile, Buffer.from([0xff, 0xfe, 0x41]));
    await expect(readPlan(clientsFile, transfersFile)).rejects.toThrow('is not in UTF-8');
    await writeFile(clientsFile, 'relationship,account_number\na,b\n');
    await expect(readPlan(clientsFile, transfersFile)).rejects.toThrow(
      'line 1: the column client_number is missing',
    );
    await writeFile(clientsFile, `${CLIENT_COLUMNS.join(',')},memo\n`);
    await expect(readPlan(clientsFile, transfersFile)).rejects.toThrow(
      'line 1, column 9: the heading must be',
    );
  });
});

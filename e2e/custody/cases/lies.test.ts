import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Account,
  balancesOf,
  deposit,
  freshSerial,
  instruction,
  openAccounts,
  outcomeOf,
  TIME,
  withdrawal,
} from '../support/accounts.js';
import { failureOf } from '../support/failures.js';
import { folioKey, hold, steps } from '../support/holds.js';
import { beHonest, type Lie, lie } from '../support/lying.js';
import { BANK_MSP, BROKER_MSP } from '../support/network.js';
import { type Call, codeOf, endorse } from '../support/transactions.js';
import { BANK, BROKER } from '../support/users.js';

const OPENING_FEN = 1_000_000;
const RESERVED_FEN = 1_000;
/** Above what the founding rules allow in one transfer. */
const TOO_MUCH_FEN = 500_000_001;

const SIDES = [
  { side: 'bank', mspId: BANK_MSP, user: BANK.gateway, nobody: BANK.nobody },
  { side: 'broker', mspId: BROKER_MSP, user: BROKER.gateway, nobody: BROKER.nobody },
] as const;

describe.each(SIDES)('contracts that the $side alone has altered', ({ side, mspId, user, nobody }) => {
  let account: Account;
  let frozen: Account;
  let reported: Account;

  beforeAll(async () => {
    [account, frozen, reported] = (await openAccounts(3)) as [Account, Account, Account];
    for (const each of [account, frozen, reported]) await outcomeOf(deposit(each, OPENING_FEN));
    expect(await codeOf(hold(account, RESERVED_FEN))).toBe('VALID');
    const order = {
      id: freshSerial(),
      accountNumber: frozen.accountNumber,
      authority: { kind: 'court', name: '上海金融法院' },
      documentNumber: '2026-74-1',
      startsAt: TIME,
      reason: 'judicial',
      limitFen: null,
      endsAt: '2026-12-31T00:00:00+08:00',
      priorityAt: TIME,
    };
    const placed = await outcomeOf(instruction(BANK.risk, 'FreezeContract:Place', order));
    expect(placed).toMatchObject({ status: 'done' });
    const loss = { accountNumber: reported.accountNumber };
    expect(await outcomeOf(instruction(BANK.gateway, 'FreezeContract:ReportLoss', loss))).toMatchObject({
      status: 'done',
    });
  });

  /** What the liar tries, and the account that it would touch. */
  const attempts: readonly [lie: Lie, sentence: string, attempt: () => readonly [Call, Account]][] = [
    ['credits-more', 'credit more than was paid in', () => [deposit(account, 500, BANK.gateway), account]],
    [
      'answers-another-balance',
      'have another balance certified',
      () => [deposit(account, 500, BANK.gateway), account],
    ],
    [
      'skips-limits',
      'move more than the limits allow',
      () => [deposit(account, TOO_MUCH_FEN, BANK.gateway), account],
    ],
    [
      'pays-what-is-not-there',
      'pay out what is reserved for an order',
      () => [withdrawal(account, OPENING_FEN, user), account],
    ],
    ['pays-what-is-not-there', 'pay out of a freeze', () => [withdrawal(frozen, 500, user), frozen]],
    [
      'skips-freezes',
      'pay out although a loss is reported',
      () => [withdrawal(reported, 500, user), reported],
    ],
    ['writes-no-entry', 'move money without an entry', () => [deposit(account, 500, BANK.gateway), account]],
  ];

  it.each(attempts)('%s: cannot %s', async (how, _sentence, attempt) => {
    await lie(side, how);
    const [call, touched] = attempt();
    expect(await failureOf(endorse(call))).toEqual({
      code: 'ABORTED',
      message: 'failed to collect enough transaction endorsements, see attached details for more info',
      details: [[expect.any(String), 'ProposalResponsePayloads do not match']],
    });
    expect(await codeOf({ ...call, endorsers: [mspId] })).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(await balancesOf(touched)).toEqual([OPENING_FEN, OPENING_FEN]);
  });

  it('skips-roles: cannot let somebody without a role move money', async () => {
    await lie(side, 'skips-roles');
    const call = withdrawal(account, 500, nobody);
    const { code, details } = await failureOf(endorse(call));
    expect(code).toBe('ABORTED');
    expect(details.map(([who]) => who)).toEqual([side === 'bank' ? BROKER_MSP : BANK_MSP]);
    expect(details[0]?.[1]).toContain('NOT_PERMITTED: TransferContract:Begin needs one of the roles');
    expect(await codeOf({ ...call, endorsers: [mspId] })).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(await balancesOf(account)).toEqual([OPENING_FEN, OPENING_FEN]);
  });

  it('write what they like of the custody book, and the ledger does not take it', async () => {
    await lie(side, 'obeys');
    const folio = folioKey('custody', account);
    for (const step of [
      ['put', folio, '{"rows":{},"totals":{}}'],
      ['delete', folio],
      ['policy', folio, [mspId]],
      ['put', 'day', '{}'],
      ['put', 'voucher/0', '{}'],
    ]) {
      expect(await codeOf(steps(side, step))).toBe('ENDORSEMENT_POLICY_FAILURE');
    }
    expect(await balancesOf(account)).toEqual([OPENING_FEN, OPENING_FEN]);
  });

  afterAll(() => beHonest(side));

  it('are of no use any more when the side is honest again', async () => {
    await beHonest(side);
    expect(await outcomeOf(deposit(account, 500))).toMatchObject({
      status: 'done',
      facts: { balanceFen: OPENING_FEN + 500 },
    });
    expect(await outcomeOf(withdrawal(account, 500, user))).toMatchObject({ status: 'done' });
    expect(await balancesOf(account)).toEqual([OPENING_FEN + 500, OPENING_FEN + 500]);
  });
});

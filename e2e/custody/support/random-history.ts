import type { BatchAnswer } from '@sanfang/chaincode/model/answers/batch';
import fc from 'fast-check';
import { type Account, deposit, freshSerial, TIME, withdrawal } from './accounts.js';
import { hold } from './holds.js';
import { BROKER_MSP } from './network.js';
import { type Call, endorse, order } from './transactions.js';
import { BANK, BROKER, type User } from './users.js';

type Step =
  | {
      readonly kind: 'deposit' | 'withdrawal';
      readonly side: 'bank' | 'broker';
      readonly account: number;
      readonly amountFen: number;
    }
  | { readonly kind: 'hold'; readonly account: number; readonly amountFen: number }
  | { readonly kind: 'claim' | 'pay' | 'refuse' | 'expire'; readonly transfer: number }
  | { readonly kind: 'reverse'; readonly transfer: number };

interface Begun {
  readonly side: 'bank' | 'broker';
  readonly serial: string;
  readonly account: Account;
  readonly amountFen: number;
}

const amountFen = fc.integer({ min: 1, max: 60_000 });
const step = (accounts: number): fc.Arbitrary<Step> => {
  const account = fc.nat({ max: accounts - 1 });
  const transfer = fc.nat({ max: 1_000 });
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constantFrom('deposit' as const, 'withdrawal' as const),
        side: fc.constantFrom('bank' as const, 'broker' as const),
        account,
        amountFen,
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('hold' as const), account, amountFen }) },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constantFrom('claim' as const, 'pay' as const, 'refuse' as const, 'expire' as const),
        transfer,
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('reverse' as const), transfer }) },
  );
};

/** Steps that the seed decides, so that a failure can be had again. */
export function stepsOf(seed: number, { accounts, length }: { accounts: number; length: number }): Step[] {
  return fc.sample(step(accounts), { seed, numRuns: length });
}

/** Plays steps through the contracts, one transaction each, and answers how many outcomes of each kind there were. */
export async function play(
  steps: readonly Step[],
  accounts: readonly Account[],
): Promise<Map<string, number>> {
  const begun: Begun[] = [];
  const outcomes = new Map<string, number>();
  for (const each of steps) {
    const call = callOf(each, accounts, begun);
    if (call === undefined) continue;
    const transaction = await endorse(call);
    const { results }: BatchAnswer = JSON.parse(Buffer.from(transaction.getResult()).toString('utf8'));
    const { code } = await order(transaction);
    const [result] = results;
    const outcome = `${each.kind}: ${code} ${result?.status === 'refused' ? result.code : 'done'}`;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  return outcomes;
}

function callOf(each: Step, accounts: readonly Account[], begun: Begun[]): Call | undefined {
  if ('account' in each) {
    const account = accounts[each.account];
    if (account === undefined) throw new Error(`There is no account ${each.account}.`);
    if (each.kind === 'hold') return hold(account, each.amountFen);
    const as = each.side === 'bank' ? BANK.gateway : BROKER.gateway;
    const call = (each.kind === 'deposit' ? deposit : withdrawal)(account, each.amountFen, as);
    begun.push({ side: each.side, serial: serialIn(call), account, amountFen: each.amountFen });
    return call;
  }
  const transfer = begun[each.transfer % Math.max(1, begun.length)];
  return transfer && followUp(each.kind, transfer);
}

function followUp(kind: 'claim' | 'pay' | 'refuse' | 'expire' | 'reverse', transfer: Begun): Call {
  const { side, serial, account, amountFen: amount } = transfer;
  const name = { side, serial };
  switch (kind) {
    case 'claim':
      return one(BANK.gateway, 'Claim', { transfer: name });
    case 'pay':
      return one(BANK.gateway, 'Answer', { transfer: name, outcome: 'done' });
    case 'refuse':
      return one(BANK.gateway, 'Answer', { transfer: name, outcome: 'refused', reason: '账户异常' });
    case 'expire':
      return one(BROKER.gateway, 'Expire', { transfer: name, initiatedAt: '2026-07-06T15:00:00+08:00' });
    case 'reverse':
      return one(side === 'bank' ? BANK.gateway : BROKER.gateway, 'Reverse', {
        original: name,
        bankId: 'BankAMSP',
        brokerId: BROKER_MSP,
        ...account,
        amountFen: amount,
      });
  }
}

function one(as: User, name: string, line: object): Call {
  return {
    as,
    function: `TransferContract:${name}`,
    request: { instructions: [{ serial: freshSerial(), initiatedAt: TIME, ...line }] },
  };
}

function serialIn({ request }: Call): string {
  const { instructions } = request as { instructions: { serial: string }[] };
  return instructions[0]?.serial ?? '';
}

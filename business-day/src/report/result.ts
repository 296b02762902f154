import { addFen, type Fen, formatYuan } from '@sanfang/chaincode/rules/money';
import { NO_TOTALS, type RelationshipPlan, sumFen, type Totals } from '../input/plan.js';
import type { OpenedAccounts } from '../play/open-accounts.js';
import type { Played } from '../play/transfer-batches.js';

/** What a relationship's day came to, and every difference from what the files ask for. */
export interface PlayedRelationship {
  readonly relationship: string;
  readonly expected: Totals;
  readonly actual: Totals;
  readonly differences: readonly string[];
}

export interface Outcome {
  readonly accounts: OpenedAccounts;
  readonly played: readonly Played[];
  /** As the ledger has them. */
  readonly balances: ReadonlyMap<string, Fen>;
}

export function resultOf(plan: RelationshipPlan, outcome: Outcome): PlayedRelationship {
  const actual = totalsOf(outcome);
  return {
    relationship: plan.relationship,
    expected: plan.expected,
    actual,
    differences: [
      ...outcome.accounts.problems,
      ...transferDifferences(outcome.played),
      ...balanceDifferences(plan, outcome.balances),
      ...totalsDifferences(plan.expected, actual),
    ].map((difference) => `${plan.relationship}: ${difference}`),
  };
}

/** The sum over relationships. */
export function addTotals(all: readonly Totals[]): Totals {
  return all.reduce(
    (sum, totals) => ({
      clients: sum.clients + totals.clients,
      deposits: sum.deposits + totals.deposits,
      depositedFen: addFen(sum.depositedFen, totals.depositedFen),
      withdrawals: sum.withdrawals + totals.withdrawals,
      withdrawnFen: addFen(sum.withdrawnFen, totals.withdrawnFen),
      refused: sum.refused + totals.refused,
      closingFen: addFen(sum.closingFen, totals.closingFen),
    }),
    NO_TOTALS,
  );
}

function totalsOf({ accounts, played, balances }: Outcome): Totals {
  const posted = (direction: string) =>
    played.filter(({ transfer, outcome }) => transfer.direction === direction && outcome === 'posted');
  const deposits = posted('deposit');
  const withdrawals = posted('withdrawal');
  return {
    clients: accounts.opened,
    deposits: deposits.length,
    depositedFen: sumFen(deposits.map(({ transfer }) => transfer.amount)),
    withdrawals: withdrawals.length,
    withdrawnFen: sumFen(withdrawals.map(({ transfer }) => transfer.amount)),
    refused: played.length - deposits.length - withdrawals.length,
    closingFen: sumFen(balances.values()),
  };
}

function transferDifferences(played: readonly Played[]): string[] {
  return played
    .filter(({ transfer, outcome }) => outcome !== transfer.expect)
    .map(
      ({ transfer, outcome }) =>
        `transfer ${transfer.serial} should be ${transfer.expect} and is ${outcome}.`,
    );
}

function balanceDifferences({ closing }: RelationshipPlan, balances: ReadonlyMap<string, Fen>): string[] {
  return [...closing].flatMap(([account, expected]) => {
    const actual = balances.get(account);
    if (actual === expected) return [];
    const has = actual === undefined ? 'is not on the ledger' : `has ${formatYuan(actual)}`;
    return [`account ${account} should have ${formatYuan(expected)} and ${has}.`];
  });
}

function totalsDifferences(expected: Totals, actual: Totals): string[] {
  return (Object.keys(expected) as (keyof Totals)[])
    .filter((name) => expected[name] !== actual[name])
    .map((name) => {
      const shown = (totals: Totals) =>
        name.endsWith('Fen') ? formatYuan(totals[name] as Fen) : String(totals[name]);
      return `the total of ${name.replace(/Fen$/, '')} should be ${shown(expected)} and is ${shown(actual)}.`;
    });
}

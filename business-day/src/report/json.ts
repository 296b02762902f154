import { formatYuan } from '@sanfang/chaincode/rules/money';
import type { Totals } from '../input/plan.js';
import { addTotals, type PlayedRelationship } from './result.js';

/** The day for machines: totals per relationship as expected and as they are, amounts as decimal strings of yuan. */
export function jsonReport(results: readonly PlayedRelationship[], seconds: number): object {
  return {
    asPlanned: results.every(({ differences }) => differences.length === 0),
    seconds: Number(seconds.toFixed(3)),
    relationships: results.map(({ relationship, expected, actual }) => ({
      relationship,
      expected: shown(expected),
      actual: shown(actual),
    })),
    all: {
      expected: shown(addTotals(results.map(({ expected }) => expected))),
      actual: shown(addTotals(results.map(({ actual }) => actual))),
    },
    differences: results.flatMap(({ differences }) => differences),
  };
}

function shown(totals: Totals): object {
  const { clients, deposits, withdrawals, refused } = totals;
  return {
    clients,
    deposits,
    deposited: formatYuan(totals.depositedFen),
    withdrawals,
    withdrawn: formatYuan(totals.withdrawnFen),
    refused,
    closingBalance: formatYuan(totals.closingFen),
  };
}

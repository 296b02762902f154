import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CLIENTS_FILE, TRANSFERS_FILE } from '../input/files.js';
import { readPlan } from '../input/plan.js';
import { generateBusinessDay } from './generate.js';

describe('the committed business day', () => {
  it('is what the generator makes', () => {
    const { clients, transfers } = generateBusinessDay();
    expect(readFileSync(CLIENTS_FILE, 'utf8') === clients).toBe(true);
    expect(readFileSync(TRANSFERS_FILE, 'utf8') === transfers).toBe(true);
  });

  it('has 1,000 clients and 5,000 transfers over three relationships, planned overdrafts in each', async () => {
    const plans = await readPlan(CLIENTS_FILE, TRANSFERS_FILE);
    expect(plans.map(({ relationship }) => relationship)).toEqual([
      'custody-bank-a-broker-x',
      'custody-bank-a-broker-y',
      'custody-bank-b-broker-x',
    ]);
    expect(plans.flatMap(({ clients }) => clients)).toHaveLength(1_000);
    expect(plans.flatMap(({ transfers }) => transfers)).toHaveLength(5_000);
    for (const { transfers, expected } of plans) {
      expect(expected.refused).toBeGreaterThan(0);
      expect(new Set(transfers.map(({ begun_by }) => begun_by))).toEqual(new Set(['bank', 'broker']));
      expect(expected.depositedFen - expected.withdrawnFen).toBe(expected.closingFen);
    }
  });

  it('has nobody’s resident ID number: the county code is given to no county', () => {
    const [, ...rows] = generateBusinessDay().clients.trim().split('\n');
    expect(rows.every((row) => row.split(',')[5]?.startsWith('119900'))).toBe(true);
  });
});

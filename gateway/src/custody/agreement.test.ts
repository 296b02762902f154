import { describe, expect, it } from 'vitest';
import { ContractLedgers, type FaultyLedger } from '../../test/contract-ledger.js';
import { RELATIONSHIP } from '../../test/relationship.js';
import type { LedgerError } from '../ports/ledger-error.js';
import { agreeTo, relationshipStatus } from './agreement.js';

const agree = async (ledger: FaultyLedger, relationship = RELATIONSHIP) => {
  const failures: LedgerError[] = [];
  const signal = new AbortController().signal;
  await agreeTo(ledger, {
    relationship,
    retryPauseMs: 1,
    signal,
    onFailure: (error) => failures.push(error),
  });
  return failures.map(({ fault }) => fault.kind);
};

describe('agreeing to a relationship', () => {
  it('makes it ready when both sides’ gateways have', async () => {
    const ledgers = new ContractLedgers();
    const bank = ledgers.of('BankAMSP');
    expect(await agree(bank)).toEqual([]);
    expect(await relationshipStatus(bank, RELATIONSHIP)).toBe('awaiting-agreement');
    expect(await agree(ledgers.of('BrokerXMSP'))).toEqual([]);
    expect(await relationshipStatus(bank, RELATIONSHIP)).toBe('ready');
  });

  it('waits for a ledger that is not up yet', async () => {
    const ledger = new ContractLedgers().of('BankAMSP');
    const down = { kind: 'unavailable', what: 'The peer' } as const;
    // Each round asks how the relationship stands, and then submits: two rounds fail.
    ledger.failNext(down, down, down, down);
    expect(await agree(ledger)).toEqual(['unavailable', 'unavailable']);
    expect(ledger.submissions).toBe(3);
  });

  it('asks nothing again that is agreed already', async () => {
    const ledgers = new ContractLedgers();
    await agree(ledgers.of('BankAMSP'));
    await agree(ledgers.of('BrokerXMSP'));
    const again = ledgers.of('BankAMSP');
    await agree(again);
    expect(again.submissions).toBe(0);
  });

  it('does not insist where the ledger has another relationship', async () => {
    const ledgers = new ContractLedgers();
    await agree(ledgers.of('BankAMSP'));
    await agree(ledgers.of('BrokerXMSP'));
    const other = { ...RELATIONSHIP, broker: { id: 'broker-y', mspId: 'BrokerYMSP' } };
    expect(await agree(ledgers.of('BankAMSP'), other)).toEqual(['refused']);
    expect(await relationshipStatus(ledgers.of('BankAMSP'), other)).toBe('differs');
  });
});

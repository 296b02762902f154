import { common, peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import type { ChannelLedger } from '../../ledger/channel-ledger.js';
import { CommitStatuses } from './commit-statuses.js';

const { VALID, MVCC_READ_CONFLICT, DUPLICATE_TXID } = peer.TxValidationCode;

function ledgerWith(txIds: Record<string, { code: number; block: number }>): ChannelLedger {
  return {
    hasTransaction: (txId: string) => txIds[txId] !== undefined,
    transaction: (txId: string) => txIds[txId],
  } as unknown as ChannelLedger;
}

function block(number: number, transactions: [string, number][]) {
  return {
    block: new common.Block(),
    number,
    config: false,
    transactions: transactions.map(([txId, code]) => ({ txId, code, channelHeaderType: 3 })),
  };
}

const never = () => new AbortController().signal;

describe('the outcome of a transaction', () => {
  it('is told to those who wait, once it commits', async () => {
    const statuses = new CommitStatuses(ledgerWith({}));
    const waiting = [statuses.of('tx1', never), statuses.of('tx1', never), statuses.of('tx2', never)];
    statuses.committed(
      block(5, [
        ['tx1', VALID],
        ['tx2', MVCC_READ_CONFLICT],
      ]),
    );
    expect(await Promise.all(waiting)).toEqual([
      { txId: 'tx1', code: VALID, block: 5 },
      { txId: 'tx1', code: VALID, block: 5 },
      { txId: 'tx2', code: MVCC_READ_CONFLICT, block: 5 },
    ]);
  });

  it('is read back for a transaction of long ago', async () => {
    const statuses = new CommitStatuses(ledgerWith({ old: { code: VALID, block: 2 } }));
    expect(await statuses.of('old', never)).toEqual({ txId: 'old', code: VALID, block: 2 });
  });

  it('stays what it was when the transaction is submitted again', async () => {
    const statuses = new CommitStatuses(ledgerWith({}));
    statuses.committed(block(5, [['tx1', VALID]]));
    statuses.committed(block(6, [['tx1', DUPLICATE_TXID]]));
    expect(await statuses.of('tx1', never)).toEqual({ txId: 'tx1', code: VALID, block: 5 });
  });

  it('is nothing for a client that has hung up, or when the channel closes', async () => {
    const statuses = new CommitStatuses(ledgerWith({}));
    const client = new AbortController();
    const hungUp = statuses.of('tx1', () => client.signal);
    const waiting = statuses.of('tx1', never);
    client.abort();
    expect(await hungUp).toBeUndefined();
    statuses.close();
    expect(await waiting).toBeUndefined();
  });
});

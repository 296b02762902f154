import { status as grpc } from '@grpc/grpc-js';
import {
  CommitStatusError,
  type Gateway,
  GatewayError,
  type Status,
  StatusCode,
  type Transaction,
} from '@hyperledger/fabric-gateway';
import { gateway as messages } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { LedgerError, type LedgerFault } from '../ports/ledger-error.js';
import { commitTransaction } from './commitment.js';
import type { Connection } from './connection.js';

const failure = (code: number, message: string) => ({
  code,
  details: [],
  cause: Object.assign(new Error(message), { code }) as never,
  message,
});
const lost = () => new GatewayError(failure(grpc.UNAVAILABLE, 'connection dropped'));
const statusLost = () =>
  new CommitStatusError({ ...failure(grpc.DEADLINE_EXCEEDED, 'deadline'), transactionId: 'tx-1' });
const committed = (code: Status['code'] = StatusCode.VALID): Status => ({
  blockNumber: 7n,
  code,
  successful: code === StatusCode.VALID,
  transactionId: 'tx-1',
});

/** A peer that answers submissions, and questions for the status, in the order given. */
class ScriptedPeer {
  readonly #submissions: (Status | Error)[];
  readonly #statuses: (Status | Error)[];
  readonly asked: string[] = [];

  constructor(submissions: (Status | Error)[], statuses: (Status | Error)[] = []) {
    this.#submissions = submissions;
    this.#statuses = statuses;
  }

  commit(): Promise<Status> {
    const transaction = {
      getTransactionId: () => 'tx-1',
      submit: async () => {
        this.asked.push('submit');
        return { getStatus: async () => answer(this.#submissions) };
      },
    } as unknown as Transaction;
    const gateway = {
      newCommit: (bytes: Uint8Array) => {
        const signed = messages.SignedCommitStatusRequest.deserializeBinary(bytes);
        const request = messages.CommitStatusRequest.deserializeBinary(signed.getRequest_asU8());
        this.asked.push(`status of ${request.getTransactionId()} on ${request.getChannelId()}`);
        return { getStatus: async () => answer(this.#statuses) };
      },
    } as unknown as Gateway;
    const identity = { mspId: 'BankAMSP', credentials: Buffer.from('certificate') };
    const connection: Connection = { gateway, identity, close: () => undefined };
    return commitTransaction(connection, 'channel', transaction);
  }
}

function answer(script: (Status | Error)[]): Status {
  const next = script.shift() ?? statusLost();
  if (next instanceof Error) throw next;
  return next;
}

async function faultOf(peer: ScriptedPeer): Promise<LedgerFault> {
  const error = await peer.commit().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof LedgerError) return error.fault;
  throw new Error(`It did not fail as the ledger does: ${String(error)}.`);
}

describe('committing a transaction', () => {
  it('answers with its block', async () => {
    expect(await new ScriptedPeer([committed()]).commit()).toMatchObject({ blockNumber: 7n });
  });

  it('asks for the status before anything else where the answer was lost', async () => {
    const peer = new ScriptedPeer([lost()], [committed()]);
    expect(await peer.commit()).toMatchObject({ successful: true });
    expect(peer.asked).toEqual(['submit', 'status of tx-1 on channel']);
  });

  it('sends the same transaction again where the peer does not know it', async () => {
    const peer = new ScriptedPeer([lost(), committed()]);
    expect(await peer.commit()).toMatchObject({ successful: true });
    expect(peer.asked).toEqual(['submit', 'status of tx-1 on channel', 'submit']);
  });

  it('says that the outcome is unknown where nobody ever knows', async () => {
    const peer = new ScriptedPeer([lost(), lost(), lost()]);
    expect(await faultOf(peer)).toEqual({ kind: 'unknown', transactionId: 'tx-1' });
    expect(peer.asked.filter((question) => question === 'submit')).toHaveLength(3);
  });

  it.each([
    [StatusCode.MVCC_READ_CONFLICT, { kind: 'conflict', transactionId: 'tx-1' }],
    [StatusCode.PHANTOM_READ_CONFLICT, { kind: 'conflict', transactionId: 'tx-1' }],
    [StatusCode.ENDORSEMENT_POLICY_FAILURE, { kind: 'not-endorsed', objections: [] }],
    [StatusCode.BAD_RWSET, { kind: 'invalid', transactionId: 'tx-1', validationCode: 'BAD_RWSET' }],
    // The first of the two counts, and this status is the second's.
    [StatusCode.DUPLICATE_TXID, { kind: 'unknown', transactionId: 'tx-1' }],
  ])('names the meaning of validation code %i', async (code, fault) => {
    expect(await faultOf(new ScriptedPeer([committed(code)]))).toEqual(fault);
  });

  it('does not insist where the orderer refuses the transaction', async () => {
    const text = 'received unsuccessful response from orderer: status=FORBIDDEN, info=not a writer';
    const peer = new ScriptedPeer([new GatewayError(failure(grpc.ABORTED, text))]);
    expect(await faultOf(peer)).toMatchObject({ kind: 'invalid', validationCode: 'REFUSED_BY_ORDERER' });
    expect(peer.asked).toEqual(['submit']);
  });
});

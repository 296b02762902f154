import { setTimeout as pause } from 'node:timers/promises';
import {
  type Commit,
  CommitStatusError,
  GatewayError,
  type Status,
  StatusCode,
  type Transaction,
} from '@hyperledger/fabric-gateway';
import { gateway as messages, msp } from '@hyperledger/fabric-protos';
import { LedgerError } from '../ports/ledger-error.js';
import type { Connection } from './connection.js';

/** How often an endorsed transaction is handed to the orderer, always the same one with the same id. */
const SUBMISSIONS = 3;
const PAUSE_BETWEEN_SUBMISSIONS_MS = 300;
/** How long to ask for the status of a transaction that may never have reached the orderer. */
const DOUBTFUL_STATUS_MS = 1_500;

/** The orderer's words where it will not take the transaction, however often it is sent. */
const ORDERER_REFUSED = /status=(?:BAD_REQUEST|FORBIDDEN|REQUEST_ENTITY_TOO_LARGE|NOT_FOUND)/;

/**
 * Orders an endorsed transaction and waits for its commit; throws a LedgerError where it did not come to be.
 *
 * A failed call says nothing about the transaction: the answer may have been lost on its way back. So the peer is
 * asked for the status first, and only what it does not know is sent again, as the same transaction, which can be
 * committed once at most.
 */
export async function commitTransaction(
  connection: Connection,
  channel: string,
  transaction: Transaction,
): Promise<Status> {
  const transactionId = transaction.getTransactionId();
  for (let submission = 1; submission <= SUBMISSIONS; submission += 1) {
    const status = await submitOnce(transaction);
    if (status !== undefined) return valid(status);
    const found = await statusWithin(commitOf(connection, channel, transactionId), DOUBTFUL_STATUS_MS);
    if (found !== undefined) return valid(found);
    await pause(PAUSE_BETWEEN_SUBMISSIONS_MS);
  }
  throw new LedgerError({ kind: 'unknown', transactionId });
}

/** The status, or undefined where the outcome is in doubt. */
async function submitOnce(transaction: Transaction): Promise<Status | undefined> {
  try {
    const submitted = await transaction.submit();
    return await submitted.getStatus();
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    if (!isOrderersRefusal(error)) return undefined;
    const transactionId = transaction.getTransactionId();
    throw new LedgerError(
      { kind: 'invalid', transactionId, validationCode: 'REFUSED_BY_ORDERER' },
      { cause: error },
    );
  }
}

function isOrderersRefusal(error: GatewayError): boolean {
  return [error.message, ...error.details.map(({ message }) => message)].some((text) =>
    ORDERER_REFUSED.test(text),
  );
}

async function statusWithin(commit: Commit, waitMs: number): Promise<Status | undefined> {
  try {
    return await commit.getStatus({ deadline: Date.now() + waitMs });
  } catch (error) {
    if (error instanceof CommitStatusError) return undefined;
    throw error;
  }
}

/** A question for the commit status of a transaction by its id alone. */
function commitOf({ gateway, identity }: Connection, channel: string, transactionId: string): Commit {
  const creator = new msp.SerializedIdentity();
  creator.setMspid(identity.mspId);
  creator.setIdBytes(identity.credentials);
  const request = new messages.CommitStatusRequest();
  request.setChannelId(channel);
  request.setTransactionId(transactionId);
  request.setIdentity(creator.serializeBinary());
  const signed = new messages.SignedCommitStatusRequest();
  signed.setRequest(request.serializeBinary());
  return gateway.newCommit(signed.serializeBinary());
}

function valid(status: Status): Status {
  if (status.successful) return status;
  const { transactionId, code } = status;
  switch (code) {
    case StatusCode.MVCC_READ_CONFLICT:
    case StatusCode.PHANTOM_READ_CONFLICT:
      throw new LedgerError({ kind: 'conflict', transactionId });
    case StatusCode.ENDORSEMENT_POLICY_FAILURE:
      throw new LedgerError({ kind: 'not-endorsed', objections: [] });
    // The same transaction is on the ledger already, and this status is not the one that counts.
    case StatusCode.DUPLICATE_TXID:
      throw new LedgerError({ kind: 'unknown', transactionId });
    default:
      throw new LedgerError({
        kind: 'invalid',
        transactionId,
        validationCode: nameOf(code),
      });
  }
}

function nameOf(code: number): string {
  return Object.entries(StatusCode).find(([, value]) => value === code)?.[0] ?? String(code);
}

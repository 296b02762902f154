import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { status as grpcStatus } from '@grpc/grpc-js';
import { CommitError, GatewayError } from '@hyperledger/fabric-gateway';
import { peer } from '@hyperledger/fabric-protos';
import { dataDir } from './network.js';

/** What a client sees when a call fails, in a form that reads well in an assertion. */
export interface Failure {
  /** Name of the gRPC status, or of the validation code where it failed at the commit. */
  readonly code: string;
  readonly message: string;
  /** What each peer had to say, by MSP id. */
  readonly details: readonly (readonly [mspId: string, message: string])[];
}

/** The failure that a call ends in; throws when it succeeds. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  try {
    await call;
  } catch (error) {
    return failure(error);
  }
  throw new Error('It succeeded, and should have failed.');
}

function failure(error: unknown): Failure {
  if (error instanceof CommitError) {
    return { code: validationCode(error.code), message: error.message, details: [] };
  }
  if (error instanceof GatewayError) {
    return {
      code: grpcStatus[error.code] ?? String(error.code),
      message: error.cause.details,
      details: error.details.map(({ mspId, message }) => [mspId, message] as const),
    };
  }
  throw error;
}

/** Name of a transaction's validation code: 11 is `MVCC_READ_CONFLICT`. */
export function validationCode(code: number): string {
  const entry = Object.entries(peer.TxValidationCode).find(([, value]) => value === code);
  return entry?.[0] ?? String(code);
}

/** Keeps what callers were told for the case that looks for personal data wherever words are kept. */
export async function overheard<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof GatewayError) note(`${error.message} ${JSON.stringify(error.details)}`);
    else note(String(error));
    throw error;
  }
}

export function note(text: string): void {
  appendFileSync(path.join(dataDir(), 'logs', 'what-callers-were-told.log'), `${text}\n`);
}

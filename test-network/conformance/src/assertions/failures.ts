import { status as grpcStatus } from '@grpc/grpc-js';
import { CommitError, GatewayError } from '@hyperledger/fabric-gateway';
import { peer } from '@hyperledger/fabric-protos';
import { type MemberId, member } from '../network/consortium.js';

/** What a client of fabric-gateway sees when a call fails, in a form that reads well in an assertion. */
export interface Failure {
  /** Class of the error: EndorseError, SubmitError, CommitStatusError, CommitError, GatewayError. */
  readonly error: string;
  /** Name of the gRPC status (`ABORTED`), or of the validation code for a CommitError (`MVCC_READ_CONFLICT`). */
  readonly code: string;
  readonly message: string;
  readonly details: readonly { address: string; mspId: string; message: string }[];
}

/** The failure that a call ends in; throws when it succeeds. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const error = await rejectionOf(call);
  if (error instanceof CommitError) {
    return { error: error.name, code: validationCode(error.code), message: error.message, details: [] };
  }
  if (error instanceof GatewayError) {
    const details = error.details.map(({ address, mspId, message }) => ({ address, mspId, message }));
    const message = error.cause.details;
    return { error: error.name, code: grpcStatus[error.code] ?? String(error.code), message, details };
  }
  throw error;
}

/** One entry of a failure's details, as the peer of a member is named there. */
export function detailOf(id: MemberId, message: string): Failure['details'][number] {
  const { mspId, peer: node } = member(id);
  return { address: node.endpoint, mspId, message };
}

/** The error that a call ends in, whatever it is; throws when it succeeds. */
export async function rejectionOf(call: Promise<unknown>): Promise<Error & { readonly code?: unknown }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) {
      return error;
    }
    throw new Error(`It failed with something that is not an error: ${String(error)}`);
  }
  throw new Error('It succeeded, and should have failed.');
}

/** Name of a transaction's validation code: 11 is `MVCC_READ_CONFLICT`. */
export function validationCode(code: number): string {
  const entry = Object.entries(peer.TxValidationCode).find(([, value]) => value === code);
  return entry?.[0] ?? String(code);
}

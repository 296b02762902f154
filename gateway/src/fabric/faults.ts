import { status as grpc } from '@grpc/grpc-js';
import { type ErrorDetail, GatewayError } from '@hyperledger/fabric-gateway';
import { parseRefusal } from '@sanfang/chaincode/model/refusal';
import { LedgerError, type LedgerFault } from '../ports/ledger-error.js';

/** What a peer says where it could not ask, as opposed to where it asked and got a no. */
const CANNOT_REACH =
  /code = (?:Unavailable|DeadlineExceeded)|connection (?:refused|error|reset)|stream terminated|timeout expired|could not launch chaincode|no (?:combination of )?peers|no endorsers/i;

/** The meaning of a failed evaluation or endorsement. Nothing has happened on the ledger. */
export function endorsementFault(error: unknown): LedgerError {
  if (!(error instanceof GatewayError)) throw error;
  return new LedgerError(faultOf(error), { cause: error });
}

function faultOf(error: GatewayError): LedgerFault {
  const refusal = [error.message, ...error.details.map(({ message }) => message)]
    .map(parseRefusal)
    .find((found) => found !== undefined);
  if (refusal !== undefined) return { kind: 'refused', refusal };

  const unreachable = error.details.find(({ message }) => CANNOT_REACH.test(message));
  if (unreachable !== undefined) return { kind: 'unavailable', what: `The peer of ${unreachable.mspId}` };
  switch (error.code) {
    case grpc.UNAVAILABLE:
    case grpc.DEADLINE_EXCEEDED:
    case grpc.CANCELLED:
      return { kind: 'unavailable', what: 'A peer that is needed' };
    case grpc.FAILED_PRECONDITION:
      return { kind: 'unavailable', what: 'A set of peers that could endorse' };
    // The peer's own limit of calls in flight is a bare error without details.
    case grpc.UNKNOWN:
      return error.details.length === 0
        ? { kind: 'unavailable', what: 'The member’s own peer, which is over its limit of calls,' }
        : { kind: 'not-endorsed', objections: error.details.map(objection) };
    default:
      return { kind: 'not-endorsed', objections: error.details.map(objection) };
  }
}

/** Says which kind of objection it is; the peer's words stay in the log, for they may quote anything. */
function objection({ mspId, message }: ErrorDetail): { mspId: string; reason: string } {
  if (/do not match/i.test(message)) return { mspId, reason: 'came to another result' };
  if (/access denied|permission|creator/i.test(message))
    return { mspId, reason: 'does not accept the caller' };
  return { mspId, reason: 'did not sign' };
}

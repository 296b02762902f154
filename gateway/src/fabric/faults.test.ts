import { status } from '@grpc/grpc-js';
import { GatewayError } from '@hyperledger/fabric-gateway';
import { describe, expect, it } from 'vitest';
import type { LedgerError } from '../ports/ledger-error.js';
import { endorsementFault } from './faults.js';

function faultOf(code: number, message: string, details: readonly [mspId: string, message: string][] = []) {
  const cause = Object.assign(new Error(message), { code, details: message, metadata: undefined });
  const error = new GatewayError({
    code,
    details: details.map(([mspId, text]) => ({ address: 'peer0:7051', mspId, message: text })),
    cause: cause as never,
    message,
  });
  return endorsementFault(error).fault;
}

describe('a failed evaluation or endorsement', () => {
  const refusal = 'chaincode response 500, INSUFFICIENT_BALANCE [amountFen]: Account 1 has 1.00.';

  it('is a refusal where the contract said no', () => {
    const refused = {
      kind: 'refused',
      refusal: { code: 'INSUFFICIENT_BALANCE', field: 'amountFen', message: 'Account 1 has 1.00.' },
    };
    expect(faultOf(status.ABORTED, 'failed to endorse transaction', [['BankAMSP', refusal]])).toEqual(
      refused,
    );
    const evaluated = `evaluate call to endorser returned error: ${refusal}`;
    expect(faultOf(status.UNKNOWN, evaluated, [['BankAMSP', refusal]])).toEqual(refused);
  });

  it('is a refusal even where the other side could not be reached', () => {
    const fault = faultOf(status.ABORTED, 'failed to collect enough transaction endorsements', [
      ['BrokerXMSP', 'rpc error: code = Unavailable desc = connection refused'],
      ['BankAMSP', refusal],
    ]);
    expect(fault.kind).toBe('refused');
  });

  it.each([
    'rpc error: code = Unavailable desc = connection error',
    'error in simulation: failed to execute transaction 12: could not launch chaincode custody: connection refused',
    'error in simulation: failed to execute transaction 12: timeout expired while executing transaction',
    'chaincode stream terminated',
  ])('names the organisation that cannot be reached: %s', (message) => {
    expect(faultOf(status.ABORTED, 'failed to collect', [['BrokerXMSP', message]])).toEqual({
      kind: 'unavailable',
      what: 'The peer of BrokerXMSP',
    });
  });

  it.each([
    [status.UNAVAILABLE, 'No connection established'],
    [status.DEADLINE_EXCEEDED, 'endorsement timeout expired'],
    [
      status.FAILED_PRECONDITION,
      'no combination of peers can be derived which satisfy the endorsement policy',
    ],
    [status.UNKNOWN, 'too many requests for /gateway.Gateway, exceeding concurrency limit (500)'],
  ])('means later where nothing can be done now: %i %s', (code, message) => {
    expect(faultOf(code, message).kind).toBe('unavailable');
  });

  it('says that results differed, without the peer’s words', () => {
    expect(
      faultOf(status.ABORTED, 'failed to collect enough transaction endorsements', [
        ['BrokerXMSP', 'ProposalResponsePayloads do not match (base64): ...'],
      ]),
    ).toEqual({
      kind: 'not-endorsed',
      objections: [{ mspId: 'BrokerXMSP', reason: 'came to another result' }],
    });
  });

  it('passes on what is no answer of Fabric’s', () => {
    const bug = new TypeError('a bug');
    expect((): LedgerError => endorsementFault(bug)).toThrow(bug);
  });
});

import { status } from '@grpc/grpc-js';
import { gateway, google } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { GrpcError, toServiceError } from './grpc-error.js';

describe('an error on the wire', () => {
  it('carries what each endpoint said as status details', () => {
    const detail = new gateway.ErrorDetail();
    detail.setAddress('localhost:7051');
    detail.setMspId('A');
    detail.setMessage('chaincode response 500, no');
    const error = toServiceError(new GrpcError(status.ABORTED, 'failed', [detail]));
    expect([error.code, error.details]).toEqual([status.ABORTED, 'failed']);
    const [trailer] = error.metadata.get('grpc-status-details-bin');
    const sent = google.rpc.Status.deserializeBinary(Buffer.from(trailer ?? ''));
    expect([sent.getCode(), sent.getMessage()]).toEqual([status.ABORTED, 'failed']);
    const [any] = sent.getDetailsList();
    expect(any?.getTypeUrl()).toBe('type.googleapis.com/gateway.ErrorDetail');
    expect(
      gateway.ErrorDetail.deserializeBinary(any?.getValue_asU8() ?? new Uint8Array()).toObject(),
    ).toEqual({
      address: 'localhost:7051',
      mspId: 'A',
      message: 'chaincode response 500, no',
    });
  });

  it('is UNKNOWN with its text if nothing more is known, and then has no details', () => {
    const error = toServiceError(new Error('too many requests'));
    expect([error.code, error.details]).toEqual([status.UNKNOWN, 'too many requests']);
    expect(error.metadata.getMap()).toEqual({});
  });
});

import { status } from '@grpc/grpc-js';
import { gateway, google } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { errorTrailers, GrpcError } from './grpc-error.js';

describe('an error on the wire', () => {
  it('carries what each endpoint said as status details', () => {
    const detail = new gateway.ErrorDetail();
    detail.setAddress('localhost:7051');
    detail.setMspId('A');
    detail.setMessage('chaincode response 500, no');
    const trailers = errorTrailers(new GrpcError(status.ABORTED, 'failed', [detail]));
    expect(trailers).toMatchObject({ 'grpc-status': '10', 'grpc-message': 'failed' });
    const sent = google.rpc.Status.deserializeBinary(
      Buffer.from(trailers['grpc-status-details-bin'] ?? '', 'base64'),
    );
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

  it('is UNKNOWN with its text if nothing more is known', () => {
    expect(errorTrailers(new Error('too many requests'))).toEqual({
      'grpc-status': '2',
      'grpc-message': 'too many requests',
    });
  });

  it('has its text percent-encoded', () => {
    expect(errorTrailers(new Error('100 % 三\n'))['grpc-message']).toBe('100 %25 %E4%B8%89%0A');
  });
});

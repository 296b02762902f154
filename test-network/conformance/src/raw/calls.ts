import type { Client } from '@grpc/grpc-js';
import { type common, orderer, peer } from '@hyperledger/fabric-protos';
import { connection, type Endpoint, ordererEndpoint, peerEndpoint } from '../clients/connections.js';
import type { MemberId } from '../network/consortium.js';

/** How long a single answer may take before the case fails, in milliseconds. */
const CALL_LIMIT_MS = 20_000;

const deadline = () => Date.now() + CALL_LIMIT_MS;

interface Unary<Request, Response> {
  readonly method: string;
  readonly request: Request;
  readonly serialize: (request: Request) => Uint8Array;
  readonly deserialize: (bytes: Uint8Array) => Response;
}

export function unary<Request, Response>(client: Client, call: Unary<Request, Response>): Promise<Response> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      call.method,
      (request: Request) => Buffer.from(call.serialize(request)),
      call.deserialize,
      call.request,
      { deadline: deadline() },
      (error, response) => (error ? reject(error) : resolve(response as Response)),
    );
  });
}

/** Asks the peer of one member to endorse, past every gateway. */
export function processProposal(id: MemberId, signed: peer.SignedProposal): Promise<peer.ProposalResponse> {
  return unary(connection(peerEndpoint(id)), {
    method: '/protos.Endorser/ProcessProposal',
    request: signed,
    serialize: (request) => request.serializeBinary(),
    deserialize: peer.ProposalResponse.deserializeBinary,
  });
}

/** Sends one envelope to the orderer and answers its status and text. */
export function broadcast(envelope: common.Envelope): Promise<{ status: number; info: string }> {
  return new Promise((resolve, reject) => {
    const stream = connection(ordererEndpoint()).makeBidiStreamRequest(
      '/orderer.AtomicBroadcast/Broadcast',
      (request: common.Envelope) => Buffer.from(request.serializeBinary()),
      orderer.BroadcastResponse.deserializeBinary,
      { deadline: deadline() },
    );
    stream.on('data', (response: orderer.BroadcastResponse) => {
      resolve({ status: response.getStatus(), info: response.getInfo() });
      stream.end();
    });
    stream.on('error', reject);
    stream.on('end', () => reject(new Error('The orderer closed the stream without an answer.')));
    stream.write(envelope);
  });
}

export type DeliverMethod =
  | '/orderer.AtomicBroadcast/Deliver'
  | '/protos.Deliver/Deliver'
  | '/protos.Deliver/DeliverFiltered'
  | '/protos.Deliver/DeliverWithPrivateData';

/** Everything that a Deliver service answers to one seek, up to the status that ends it. */
export interface Delivered<Response> {
  readonly responses: readonly Response[];
  readonly status: number;
}

interface DeliverCall<Response> {
  readonly endpoint: Endpoint;
  readonly method: DeliverMethod;
  readonly request: common.Envelope;
  readonly deserialize: (bytes: Uint8Array) => Response;
  readonly statusOf: (response: Response) => number | undefined;
}

export function deliver<Response>(call: DeliverCall<Response>): Promise<Delivered<Response>> {
  return new Promise((resolve, reject) => {
    const responses: Response[] = [];
    const stream = connection(call.endpoint).makeBidiStreamRequest(
      call.method,
      (request: common.Envelope) => Buffer.from(request.serializeBinary()),
      call.deserialize,
      { deadline: deadline() },
    );
    stream.on('data', (response: Response) => {
      const status = call.statusOf(response);
      if (status === undefined) {
        responses.push(response);
      } else {
        resolve({ responses, status });
        stream.end();
      }
    });
    stream.on('error', reject);
    stream.on('end', () => reject(new Error('The service closed the stream without a status.')));
    stream.write(call.request);
  });
}

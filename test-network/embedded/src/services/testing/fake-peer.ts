import { peer } from '@hyperledger/fabric-protos';
import type { NeighbourPeer, PublishedChaincode } from '../peer-directory.js';

export interface FakePeerOptions {
  readonly mspId: string;
  readonly name?: string;
  readonly running?: boolean;
  readonly chaincodes?: readonly PublishedChaincode[];
  /** What it answers to a proposal; left out: an endorsed 200. */
  readonly answer?: () => peer.ProposalResponse;
}

/** A peer that answers what a test wants. */
export function fakePeer(options: FakePeerOptions): NeighbourPeer & { asked: number } {
  const name = options.name ?? `peer0.${options.mspId}`;
  return {
    asked: 0,
    mspId: options.mspId,
    endpoint: `${name}:7051`,
    address: '127.0.0.1:7051',
    identity: Buffer.from(name),
    pkiId: Buffer.from(name).toString('hex'),
    running: options.running ?? true,
    chaincodes: () => options.chaincodes ?? [{ name: 'basic', version: '1' }],
    sign: (message) => message,
    processProposal() {
      this.asked += 1;
      return Promise.resolve((options.answer ?? (() => endorsed(name, 'result')))());
    },
  };
}

export function endorsed(endorser: string, payload: string): peer.ProposalResponse {
  const endorsement = new peer.Endorsement();
  endorsement.setEndorser(Buffer.from(endorser));
  const response = answered(200, '');
  response.setPayload(Buffer.from(payload));
  response.setEndorsement(endorsement);
  return response;
}

export function answered(status: number, message: string, payload = ''): peer.ProposalResponse {
  const result = new peer.Response();
  result.setStatus(status);
  result.setMessage(message);
  const response = new peer.ProposalResponse();
  response.setResponse(result);
  response.setPayload(Buffer.from(payload));
  return response;
}

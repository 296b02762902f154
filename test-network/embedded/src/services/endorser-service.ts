import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import type { peer } from '@hyperledger/fabric-protos';
import { ConcurrencyLimit } from './wire/concurrency-limit.js';
import { unary } from './wire/handlers.js';

/** A peer's default. */
const CALLS_IN_FLIGHT = 2500;

/** protos.Endorser of one peer. */
export function endorserService(endorser: {
  processProposal(signed: peer.SignedProposal): Promise<peer.ProposalResponse>;
}): UntypedServiceImplementation {
  const limit = new ConcurrencyLimit('/protos.Endorser', CALLS_IN_FLIGHT);
  return {
    processProposal: unary(limit, (signed: peer.SignedProposal) => endorser.processProposal(signed)),
  };
}

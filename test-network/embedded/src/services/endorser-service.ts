import { peer } from '@hyperledger/fabric-protos';
import { ConcurrencyLimit } from './wire/concurrency-limit.js';
import { type Method, unary } from './wire/method.js';

/** A peer's default. */
const CALLS_IN_FLIGHT = 2500;

/** protos.Endorser of one peer. */
export function endorserService(endorser: {
  processProposal(signed: peer.SignedProposal): Promise<peer.ProposalResponse>;
}): Method[] {
  const limit = new ConcurrencyLimit('/protos.Endorser', CALLS_IN_FLIGHT);
  return [
    unary(
      { definition: peer.EndorserService.processProposal, request: peer.SignedProposal, limit },
      (signed) => endorser.processProposal(signed),
    ),
  ];
}

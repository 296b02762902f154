/**
 * A proposal that is refused before it is simulated.
 *
 * Fabric answers these with a gRPC error of status UNKNOWN whose details are this message; everything that fails
 * later comes back as a ProposalResponse with a status of 400 or more.
 */
export class ProposalError extends Error {
  override readonly name = 'ProposalError';
}

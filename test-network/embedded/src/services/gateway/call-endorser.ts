import { status } from '@grpc/grpc-js';
import type { peer } from '@hyperledger/fabric-protos';
import type { NeighbourPeer } from '../peer-directory.js';

const IDENTITY_EXPIRED = 'proposal client identity expired';

export type EndorserAnswer =
  | { readonly ok: true; readonly response: peer.ProposalResponse }
  | {
      readonly ok: false;
      readonly code: status;
      readonly message: string;
      /** Whether another peer might answer otherwise; only Evaluate asks. */
      readonly retry: boolean;
    };

/** Sends a proposal to a peer: the gateway's own one directly, another one as if over a connection. */
export async function callEndorser(
  endorser: NeighbourPeer,
  signed: peer.SignedProposal,
  local: boolean,
): Promise<EndorserAnswer> {
  if (!endorser.running) {
    return unavailable(
      `rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp ${endorser.address}: connect: connection refused"`,
    );
  }
  try {
    return classify(await endorser.processProposal(signed));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (!local) {
      return unavailable(`rpc error: code = Unknown desc = ${message}`);
    }
    // An expired identity is stopped before the endorser proper, which makes it look like a peer that is away.
    return message === IDENTITY_EXPIRED
      ? unavailable(message)
      : { ok: false, code: status.FAILED_PRECONDITION, message, retry: false };
  }
}

function unavailable(message: string): EndorserAnswer {
  return { ok: false, code: status.UNAVAILABLE, message, retry: true };
}

function classify(response: peer.ProposalResponse): EndorserAnswer {
  const result = response.getResponse();
  const code = result?.getStatus() ?? 0;
  if (code >= 200 && code < 400) {
    return { ok: true, response };
  }
  const message = result?.getMessage() ?? '';
  if (response.getPayload_asU8().length === 0 && code === 500) {
    // No payload: the peer itself says so, not the chaincode.
    return { ok: false, code: status.ABORTED, message, retry: true };
  }
  return { ok: false, code: status.UNKNOWN, message: `chaincode response ${code}, ${message}`, retry: false };
}

import { type MemberId, member } from '../network/consortium.js';
import { userCredentials } from '../network/credentials.js';
import { endorseBy, rawProposal } from '../raw/submit.js';

/** A call of a system chaincode, straight at the peer of a member. */
export interface SystemCall {
  readonly at?: MemberId;
  /** Whose client asks; that of the peer's member if not given. */
  readonly as?: MemberId;
  readonly user?: 'User1' | 'Admin';
  /** Empty for what concerns the peer and no channel. */
  readonly channel?: string;
  readonly chaincode: string;
  readonly args: readonly (string | Uint8Array)[];
}

export interface SystemAnswer {
  readonly status: number;
  /** With the transaction's ID written TX. */
  readonly message: string;
  readonly payload: Uint8Array;
}

export async function askSystem({
  at = 'bank-a',
  as = at,
  user = 'User1',
  ...call
}: SystemCall): Promise<SystemAnswer> {
  const proposal = rawProposal({ ...call, credentials: userCredentials(member(as), user) });
  const [answer] = await endorseBy([at], proposal);
  const response = answer?.getResponse();
  return {
    status: response?.getStatus() ?? 0,
    message: (response?.getMessage() ?? '').replaceAll(proposal.txId, 'TX'),
    payload: response?.getPayload_asU8() ?? new Uint8Array(),
  };
}

import type { peer } from '@hyperledger/fabric-protos';

/** What a test looks at in a peer's answer. */
export interface Answer {
  readonly status: number;
  readonly message: string;
  readonly payload: string;
  readonly endorsed: boolean;
}

export async function answerOf(response: Promise<peer.ProposalResponse>): Promise<Answer> {
  const answer = await response;
  const inner = answer.getResponse();
  return {
    status: inner?.getStatus() ?? 0,
    message: inner?.getMessage() ?? '',
    payload: Buffer.from(inner?.getPayload_asU8() ?? []).toString('utf8'),
    endorsed: answer.getEndorsement() !== undefined,
  };
}

import { OperatorError } from '@sanfang/native-fabric';
import { waitFor } from '../waiting.js';
import type { ChaincodeDefinition } from './definition.js';
import { sameDefinition } from './definition.js';
import type { PeerLifecycle } from './peer-lifecycle.js';

export interface ChannelDeployment {
  readonly channel: string;
  readonly definition: ChaincodeDefinition;
  /** The next sequence number is found out if none is asked for. */
  readonly sequence: number | undefined;
  /** Peers that run the chaincode, each with the package it runs. */
  readonly endorsers: readonly { readonly peer: PeerLifecycle; readonly packageId: string }[];
  /** Whose approval the channel asks for, and who endorse the commit: the bank and the broker. */
  readonly approvers: readonly PeerLifecycle[];
}

export interface ChannelDeploymentResult {
  readonly channel: string;
  readonly sequence: number;
  /** False: the channel had agreed on this very definition already. */
  readonly changed: boolean;
}

const COMMIT_SEEN_LIMIT_MS = 30_000;

/** Approves for every member that must, commits, and waits until every peer that endorses knows the definition. */
export async function deployOnChannel(deployment: ChannelDeployment): Promise<ChannelDeploymentResult> {
  const { channel, definition, approvers } = deployment;
  const [committer] = approvers;
  if (!committer) {
    throw new Error(`Channel ${channel} has no member whose approval counts.`);
  }
  const committed = await committer.committed(channel, definition.name);
  const agreed = committed !== undefined && sameDefinition(committed, definition);
  const sequence = chooseSequence(deployment, { current: committed?.getSequence() ?? 0, agreed });
  await Promise.all(everyApprover(deployment).map((peer) => approveOnce(peer, deployment, sequence)));
  if (!agreed) {
    await committer.commit(channel, definition, sequence, approvers);
  }
  await Promise.all(
    [...new Set([...approvers, ...deployment.endorsers.map((endorser) => endorser.peer)])].map((peer) =>
      waitFor({
        what: `the definition of ${definition.name} at the peer of ${peer.organisation}`,
        limitMs: COMMIT_SEEN_LIMIT_MS,
        check: async () => ((await peer.committed(channel, definition.name))?.getSequence() ?? 0) >= sequence,
      }),
    ),
  );
  return { channel, sequence, changed: !agreed };
}

function chooseSequence(
  { channel, definition, sequence }: ChannelDeployment,
  known: { readonly current: number; readonly agreed: boolean },
): number {
  const next = known.agreed ? known.current : known.current + 1;
  if (sequence === undefined || sequence === next) {
    return next;
  }
  const state = known.agreed
    ? `this very definition is already agreed as sequence ${known.current}`
    : `the next sequence is ${next}`;
  throw new OperatorError(
    `Chaincode ${definition.name} cannot be given sequence ${sequence} on channel ${channel}: ${state}; ask for ${next}, or for none.`,
  );
}

/** Endorsers beyond the approvers (a regulator named by the policy) approve too: that tells their peer the package. */
function everyApprover({ approvers, endorsers }: ChannelDeployment): readonly PeerLifecycle[] {
  return [...new Set([...approvers, ...endorsers.map((endorser) => endorser.peer)])];
}

async function approveOnce(
  peer: PeerLifecycle,
  deployment: ChannelDeployment,
  sequence: number,
): Promise<void> {
  const { channel, definition, endorsers } = deployment;
  const packageId = endorsers.find((endorser) => endorser.peer === peer)?.packageId ?? '';
  const approved = await peer.approved(channel, definition.name, sequence);
  if (approved?.packageId === packageId && sameDefinition(approved.definition, definition)) {
    return;
  }
  await peer.approve(channel, definition, sequence, packageId);
}

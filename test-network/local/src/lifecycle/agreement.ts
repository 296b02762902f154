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

const COMMIT_SEEN_LIMIT_MS = 30_000;

/** What a channel has to do to agree on a definition. */
export interface AgreementPlan {
  readonly sequence: number;
  /** The channel has agreed on this very definition already. */
  readonly agreed: boolean;
}

/** @throws OperatorError if a sequence is asked for that cannot be given. */
export async function planAgreement(deployment: ChannelDeployment): Promise<AgreementPlan> {
  const { channel, definition } = deployment;
  const committed = await committerOf(deployment).committed(channel, definition.name);
  const agreed = committed !== undefined && sameDefinition(committed, definition);
  return { sequence: chooseSequence(deployment, { current: committed?.getSequence() ?? 0, agreed }), agreed };
}

/** Approves for every member that must, commits, and waits until every peer that endorses knows the definition. */
export async function agree(deployment: ChannelDeployment, plan: AgreementPlan): Promise<void> {
  const { channel, definition, approvers } = deployment;
  const { sequence, agreed } = plan;
  const peers = everyApprover(deployment);
  await Promise.all(peers.map((peer) => approveOnce(peer, deployment, sequence)));
  if (!agreed) {
    await approvalsSeen(deployment, sequence);
    await committerOf(deployment).commit(channel, definition, sequence, approvers);
  }
  await Promise.all(
    peers.map((peer) =>
      waitFor({
        what: `the definition of ${definition.name} at the peer of ${peer.organisation}`,
        limitMs: COMMIT_SEEN_LIMIT_MS,
        check: async () => ((await peer.committed(channel, definition.name))?.getSequence() ?? 0) >= sequence,
      }),
    ),
  );
}

/**
 * Waits until every peer that endorses the commit has seen every approval.
 *
 * An approval is awaited at the approver's own peer; another may read that block later, and two peers that know
 * different approvals endorse different results.
 */
async function approvalsSeen(deployment: ChannelDeployment, sequence: number): Promise<void> {
  const { channel, definition, approvers } = deployment;
  const approved = everyApprover(deployment);
  await Promise.all(
    approvers.flatMap((peer) =>
      approved.map(({ client: { organisation } }) =>
        waitFor({
          what: `the approval of ${definition.name} by ${organisation.id} at the peer of ${peer.organisation}`,
          limitMs: COMMIT_SEEN_LIMIT_MS,
          check: () => peer.hasSeenApproval(organisation.mspId, channel, definition, sequence),
        }),
      ),
    ),
  );
}

function committerOf({ channel, approvers }: ChannelDeployment): PeerLifecycle {
  const [committer] = approvers;
  if (!committer) {
    throw new Error(`Channel ${channel} has no member whose approval counts.`);
  }
  return committer;
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

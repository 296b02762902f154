import { createHash } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import type { Identity } from '../identity/identity.js';
import { IdentityError } from '../identity/identity-error.js';
import type { Proposal } from './proposal.js';
import { ProposalError } from './proposal-error.js';

/** The MSPs of a channel, or the peer's own for proposals without a channel. */
export interface Members {
  deserialize(serialized: Uint8Array): Identity;
  validate(identity: Identity): void;
}

const HEADER_TYPES: ReadonlyMap<number, string> = new Map(
  Object.entries(common.HeaderType).map(([name, value]) => [value, name]),
);

/**
 * Checks a proposal's header and its creator's signature.
 *
 * The reasons for refusing an identity are kept from the caller on purpose, as Fabric does.
 *
 * @throws ProposalError with Fabric's words
 */
export function checkProposal(proposal: Proposal, members: Members): Identity {
  try {
    checkHeader(proposal);
    return checkCreator(proposal, members);
  } catch (error) {
    if (error instanceof ProposalError) {
      throw new ProposalError(`error validating proposal: ${error.message}`);
    }
    throw error;
  }
}

function checkHeader(proposal: Proposal): void {
  const { channelHeader, nonce, creator, txId, signedData } = proposal;
  const type = channelHeader.getType();
  if (type !== common.HeaderType.ENDORSER_TRANSACTION && type !== common.HeaderType.CONFIG) {
    throw new ProposalError(`invalid header type ${HEADER_TYPES.get(type) ?? type}`);
  }
  if (channelHeader.getEpoch() !== 0) {
    throw new ProposalError('epoch is non-zero');
  }
  if (nonce.length === 0) {
    throw new ProposalError('nonce is empty');
  }
  if (creator.length === 0) {
    throw new ProposalError('creator is empty');
  }
  const expected = createHash('sha256').update(nonce).update(creator).digest('hex');
  if (txId !== expected) {
    throw new ProposalError(`incorrectly computed txid '${txId}' -- expected '${expected}'`);
  }
  if (signedData.message.length === 0) {
    throw new ProposalError('empty proposal bytes');
  }
  if (signedData.signature.length === 0) {
    throw new ProposalError('empty signature bytes');
  }
}

function checkCreator({ creator, channelId, signedData }: Proposal, members: Members): Identity {
  const identity = orRefuse(
    () => members.deserialize(creator),
    `access denied: channel [${channelId}] creator org unknown, creator is malformed`,
  );
  const denied = `access denied: channel [${channelId}] creator org [${identity.mspId}]`;
  orRefuse(() => members.validate(identity), denied);
  if (!identity.verify(signedData.message, signedData.signature)) {
    throw new ProposalError(denied);
  }
  return identity;
}

function orRefuse<T>(check: () => T, refusal: string): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof IdentityError) {
      throw new ProposalError(refusal);
    }
    throw error;
  }
}

import { createHash } from 'node:crypto';
import type { Consortium, Relationship } from '../consortium/consortium.js';
import { channelRules } from './channel-rules.js';

/**
 * A hash of all that a channel's genesis block says apart from keys and addresses. A genesis block cannot be
 * changed once the channel lives, so another digest for the same channel means another network.
 */
export function channelDigest(consortium: Consortium, relationship: Relationship): string {
  const { capabilities, acls } = consortium.channel;
  const { batch, raft } = consortium.ordering;
  const content = { ...channelRules(consortium, relationship), capabilities, acls, batch, raft };
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

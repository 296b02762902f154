import type { Proposal } from '../proposal.js';

export interface Collection {
  readonly name: string;
  /** MSP ids whose peers hold the data, and whose users alone may read and write it. */
  readonly members: readonly string[];
  /** MSP ids that must all endorse a write; absent where the chaincode’s own policy holds. */
  readonly endorsers?: readonly string[];
}

/** An error as a peer words it: what was asked, in which transaction, why not. */
export function peerError(asked: string, { transactionId }: Proposal, reason: string): Error {
  return new Error(`${asked} failed: transaction ID: ${transactionId}: ${reason}`);
}

/** What a caller may do with collections: members read and write, everybody sees hashes. */
export class CollectionAccess {
  readonly #collections: ReadonlyMap<string, Collection>;
  readonly #proposal: Proposal;

  constructor(collections: ReadonlyMap<string, Collection>, proposal: Proposal) {
    this.#collections = collections;
    this.#proposal = proposal;
  }

  requireCollection(name: string, asked: string): Collection {
    const collection = this.#collections.get(name);
    if (collection !== undefined) return collection;
    throw peerError(asked, this.#proposal, `collection config [${name}] not found`);
  }

  requireMembership(name: string, asked: string): void {
    const { members } = this.requireCollection(name, asked);
    if (members.includes(this.#proposal.caller.mspId)) return;
    const permission = asked.startsWith('GET') ? 'read' : 'write';
    const reason = `tx creator does not have ${permission} access permission on privatedata in chaincodeName:custody collectionName: ${name}`;
    throw peerError(asked, this.#proposal, reason);
  }
}

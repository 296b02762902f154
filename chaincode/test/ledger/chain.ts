import type { Block, CommittedTransaction, EndorsedTransaction, ValidationCode } from './block.js';
import type { PeerState } from './state/peer-state.js';
import type { EndorsementRules } from './validation/endorsements.js';
import { judgeEndorsements, judgeReads } from './validation/validate-block.js';

/** The blocks of a channel, and the peers’ states that they lead to. */
export class Chain {
  readonly blocks: Block[] = [];
  readonly #states: readonly [PeerState, ...PeerState[]];
  readonly #rules: EndorsementRules;
  readonly #transactionIds = new Set<string>();

  constructor(states: readonly PeerState[], rules: EndorsementRules) {
    const [first, ...others] = states;
    if (first === undefined) throw new Error('A channel needs a peer.');
    this.#states = [first, ...others];
    this.#rules = rules;
  }

  /** Validates transactions in their order and applies the valid ones, to all states alike. */
  commit(transactions: readonly EndorsedTransaction[]): readonly CommittedTransaction[] {
    const number = this.blocks.length;
    // Versions and policies are alike on all peers, and nothing else is looked at.
    const [reference] = this.#states;
    const endorsed = judgeEndorsements(transactions, reference, this.#rules);
    const committed = transactions.map((transaction, at): CommittedTransaction => {
      const { privateWrites, ...known } = transaction;
      const validationCode = this.#judge(transaction, endorsed[at] === true, reference);
      if (validationCode === 'VALID') {
        const { transactionId, timestamp, set } = transaction;
        const update = { transactionId, timestamp, version: `${number}.${at}`, set, privateWrites };
        for (const state of this.#states) state.apply(update);
      }
      return { ...known, validationCode };
    });
    this.blocks.push({ number, transactions: committed });
    return committed;
  }

  #judge(transaction: EndorsedTransaction, isEndorsed: boolean, reference: PeerState): ValidationCode {
    if (this.#transactionIds.has(transaction.transactionId)) return 'DUPLICATE_TXID';
    this.#transactionIds.add(transaction.transactionId);
    return isEndorsed ? judgeReads(transaction, reference) : 'ENDORSEMENT_POLICY_FAILURE';
  }
}

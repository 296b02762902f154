import { Contract } from 'fabric-contract-api';
import { correctionProposals } from '../../books/correction-book.js';
import type { CorrectionAnswer } from '../../model/answers/corrections.js';
import {
  ConfirmCorrectionRequest,
  FindCorrectionRequest,
  ProposeCorrectionRequest,
  WithdrawCorrectionRequest,
} from '../../model/requests/corrections.js';
import { memberOf } from '../access/member.js';
import { ask, type CustodyContext, transact } from '../transaction.js';
import { confirmCorrection, proposeCorrection, withdrawCorrection } from './proposals.js';

/**
 * Puts client money right (差错更正), by two people of two members: one proposes, the other confirms. Corrections are
 * new entries; nothing that was booked is ever changed. Booked while the day is open only.
 */
export class CorrectionContract extends Contract {
  constructor() {
    super('CorrectionContract');
  }

  /**
   * `{ id, change, reason, initiatedAt }` → `{ id, contentHash, state, transactionId }`, where `change` is
   * `{ kind: 'undo', original: { side, serial }, amountFen }`,
   * `{ kind: 'book', direction, accountNumber, bankAccountRef, amountFen, bankSerial, businessDate }` or
   * `{ kind: 'deduct', freezeId, amountFen, documentNumber }`.
   */
  async Propose(ctx: CustodyContext, request: string): Promise<string> {
    return transact(
      ctx,
      { name: 'CorrectionContract:Propose', schema: ProposeCorrectionRequest, text: request },
      ({ request: proposed, caller, books }) => proposeCorrection(books, memberOf(caller), proposed),
    );
  }

  /**
   * Books what the other member has proposed. `{ id, contentHash, initiatedAt }` →
   * `{ id, contentHash, state, transactionId, accountNumber, amountFen, balanceFen }`
   */
  async Confirm(ctx: CustodyContext, request: string): Promise<string> {
    return transact(
      ctx,
      { name: 'CorrectionContract:Confirm', schema: ConfirmCorrectionRequest, text: request },
      ({ request: confirmed, caller, books }) => confirmCorrection(books, memberOf(caller), confirmed),
    );
  }

  /** Takes an own proposal back. `{ id, contentHash }` → `{ id, contentHash, state, transactionId }` */
  async Withdraw(ctx: CustodyContext, request: string): Promise<string> {
    return transact(
      ctx,
      { name: 'CorrectionContract:Withdraw', schema: WithdrawCorrectionRequest, text: request },
      ({ request: withdrawn, caller, books }) => withdrawCorrection(books, memberOf(caller), withdrawn),
    );
  }

  /** A correction in full, with the content hash that a confirmation repeats. `{ id }` */
  async GetCorrection(ctx: CustodyContext, request: string): Promise<string> {
    return ask(
      ctx,
      { name: 'CorrectionContract:GetCorrection', schema: FindCorrectionRequest, text: request },
      async ({ request: { id }, books }) => {
        const answer: CorrectionAnswer = { id, ...(await correctionProposals(books).get(id)) };
        return answer;
      },
    );
  }
}

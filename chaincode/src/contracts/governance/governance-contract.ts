import { Contract } from 'fabric-contract-api';
import { canonicalJson } from '../../books/canonical-json.js';
import { findRelationship } from '../../books/relationship-book.js';
import type { RelationshipAnswer } from '../../model/answers/governance.js';
import { parseJson } from '../../model/parse.js';
import { NothingRequest } from '../../model/requests/day.js';
import {
  AnswerProposalRequest,
  FindCalendarRequest,
  FindParametersRequest,
  FindProposalRequest,
  FindSecurityRequest,
  ProposeRequest,
} from '../../model/requests/governance.js';
import { callerOf } from '../access/caller.js';
import { memberOf } from '../access/member.js';
import { ask, type CustodyContext, transact } from '../transaction.js';
import { agreeRelationship } from './agree-relationship.js';
import { confirm, propose, withdraw } from './proposals.js';
import { findCalendar, findParameters, findProposal, findSecurity } from './questions.js';

/**
 * Who keeps client money together here, and by which rules: what one member proposes and the other confirms.
 *
 * Every rule has a day from which it is in force, and that day has not begun when it is agreed on. All versions
 * stay on the ledger.
 */
export class GovernanceContract extends Contract {
  constructor() {
    super('GovernanceContract');
  }

  /** One side agrees to who bank and broker are; in force when both have. `{ bankMspId, brokerMspId }` */
  async AgreeRelationship(ctx: CustodyContext, request: string): Promise<string> {
    return canonicalJson(await agreeRelationship(ctx, request));
  }

  /** The relationship in force. `{}`; before there is one, `agreed` is false and nothing is named. */
  async GetRelationship(ctx: CustodyContext, request: string): Promise<string> {
    const inForce = await findRelationship(ctx.stub);
    if (inForce !== undefined) callerOf(ctx.clientIdentity, inForce, 'GovernanceContract:GetRelationship');
    parseJson(NothingRequest, request);
    const answer: RelationshipAnswer =
      inForce === undefined
        ? { bankMspId: '', brokerMspId: '', agreed: false }
        : { ...inForce, agreed: true };
    return canonicalJson(answer);
  }

  /**
   * Proposes a parameter set, the calendar of a year, or facts of securities. `{ id, change, reason }`; answers
   * `{ id, contentHash, state, transactionId }`.
   */
  async Propose(ctx: CustodyContext, request: string): Promise<string> {
    return transact(
      ctx,
      { name: 'GovernanceContract:Propose', schema: ProposeRequest, text: request },
      ({ request: asked, caller, books }) => propose(books, memberOf(caller), asked),
    );
  }

  /** Puts what the other member has proposed into force. `{ id, contentHash }`, the hash of what was read. */
  async Confirm(ctx: CustodyContext, request: string): Promise<string> {
    return transact(
      ctx,
      { name: 'GovernanceContract:Confirm', schema: AnswerProposalRequest, text: request },
      ({ request: asked, caller, books }) => confirm(books, memberOf(caller), asked),
    );
  }

  /** Takes the own member's proposal back. `{ id, contentHash }` */
  async Withdraw(ctx: CustodyContext, request: string): Promise<string> {
    return transact(
      ctx,
      { name: 'GovernanceContract:Withdraw', schema: AnswerProposalRequest, text: request },
      ({ request: asked, caller, books }) => withdraw(books, memberOf(caller), asked),
    );
  }

  /** A proposal and what became of it. `{ id }` */
  async GetProposal(ctx: CustodyContext, request: string): Promise<string> {
    return ask(
      ctx,
      { name: 'GovernanceContract:GetProposal', schema: FindProposalRequest, text: request },
      ({ request: { id }, books }) => findProposal(books, id),
    );
  }

  /** The parameters in force on a day. `{ date }` */
  async GetParameters(ctx: CustodyContext, request: string): Promise<string> {
    return ask(
      ctx,
      { name: 'GovernanceContract:GetParameters', schema: FindParametersRequest, text: request },
      ({ request: { date }, books }) => findParameters(books, date),
    );
  }

  /** The trading calendar of a year. `{ year }` */
  async GetCalendar(ctx: CustodyContext, request: string): Promise<string> {
    return ask(
      ctx,
      { name: 'GovernanceContract:GetCalendar', schema: FindCalendarRequest, text: request },
      ({ request: { year }, books }) => findCalendar(books, year),
    );
  }

  /** What is known of a security on a day. `{ code, date }` */
  async GetSecurity(ctx: CustodyContext, request: string): Promise<string> {
    return ask(
      ctx,
      { name: 'GovernanceContract:GetSecurity', schema: FindSecurityRequest, text: request },
      ({ request: security, books }) => findSecurity(books, security),
    );
  }
}

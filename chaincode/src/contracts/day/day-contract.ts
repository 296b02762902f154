import { Contract } from 'fabric-contract-api';
import {
  CountFoliosRequest,
  FindCountRequest,
  NothingRequest,
  SignInRequest,
} from '../../model/requests/day.js';
import { sideOf } from '../access/caller.js';
import { ask, type CustodyContext, transact } from '../transaction.js';
import { closeDay, startClearing } from './clearing.js';
import { count, countOf } from './count.js';
import { dayAnswer, moveOrRefuse } from './move.js';
import { signIn } from './sign-in.js';

/**
 * The business day, which moves in one order only: open when both sides have signed in, closed to transfers when one
 * has signed out, counted, in clearing, closed; then the next trading day.
 *
 * Moves answer with the day, `{ businessDate, state, signedIn: { bank, broker }, parametersFrom }`.
 */
export class DayContract extends Contract {
  constructor() {
    super('DayContract');
  }

  /** The caller's side begins a business day. `{ businessDate }` */
  async SignIn(ctx: CustodyContext, request: string): Promise<string> {
    return transact(
      ctx,
      { name: 'DayContract:SignIn', schema: SignInRequest, text: request },
      ({ request: { businessDate }, caller, books }) => signIn(books, sideOf(caller), businessDate),
    );
  }

  /** The caller's side ends its business of the day; the first to do so ends the transfers of both. `{}` */
  async SignOut(ctx: CustodyContext, request: string): Promise<string> {
    return transact(
      ctx,
      { name: 'DayContract:SignOut', schema: NothingRequest, text: request },
      async ({ caller, books }) => {
        const side = sideOf(caller);
        const { parameters } = books;
        return moveOrRefuse(books, {
          asked: { move: 'sign-out', side },
          parameters,
          kind: 'day.signed-out',
          by: side,
        });
      },
    );
  }

  /**
   * Counts the folios after one, or from the first where `after` is null. `{ after, limit }`; answers
   * `{ businessDate, after, through, end, folios, accounts, balanceFen }`, and the next step is after `through`.
   */
  async CountFolios(ctx: CustodyContext, request: string): Promise<string> {
    return transact(
      ctx,
      { name: 'DayContract:CountFolios', schema: CountFoliosRequest, text: request },
      ({ request: range, caller, books }) => count(books, sideOf(caller), range),
    );
  }

  /** Starts clearing, when every folio has been counted. `{}`; answers the day with `counted`, the total of it all. */
  async StartClearing(ctx: CustodyContext, request: string): Promise<string> {
    return transact(
      ctx,
      { name: 'DayContract:StartClearing', schema: NothingRequest, text: request },
      ({ caller, books }) => startClearing(books, sideOf(caller)),
    );
  }

  /** Closes the day that has been cleared. `{}` */
  async CloseDay(ctx: CustodyContext, request: string): Promise<string> {
    return transact(
      ctx,
      { name: 'DayContract:CloseDay', schema: NothingRequest, text: request },
      ({ caller, books }) => closeDay(books, sideOf(caller)),
    );
  }

  /** The business day as it stands. `{}`; `NOT_SIGNED_IN` before the first. */
  async GetDay(ctx: CustodyContext, request: string): Promise<string> {
    return ask(
      ctx,
      { name: 'DayContract:GetDay', schema: NothingRequest, text: request },
      async ({ books }) => dayAnswer(books.day),
    );
  }

  /** How far the count of a day has come. `{ businessDate }` */
  async GetCount(ctx: CustodyContext, request: string): Promise<string> {
    return ask(
      ctx,
      { name: 'DayContract:GetCount', schema: FindCountRequest, text: request },
      ({ request: { businessDate }, books }) => countOf(books, businessDate),
    );
  }
}

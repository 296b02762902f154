import { totalsOfPostings } from '../../src/books/clearing-totals.js';
import type { ClearingPosting } from '../../src/model/requests/clearing.js';
import type { Caller } from '../ledger/proposal.js';
import type { Posting, Side, Transfer } from '../oracle/books.js';
import { inTransitOf, isPending } from '../oracle/cash.js';
import type { Asked, Oracle, Told } from '../oracle/oracle.js';
import { BANK_MSP, BROKER, BROKER_MSP } from '../scenario/members.js';
import { callerOf } from './callers.js';
import { changeOf } from './changes.js';
import { type Clock, later } from './clock.js';
import { NOBODY } from './relationship.js';
import { repeated } from './repeated.js';
import type { BeginLine, Cleared, FollowLine, FreezeLine, HoldLine, PickLine, Step } from './steps.js';

/** A call as it goes to the channel, and what the oracle has to know of it. */
export interface TellerCall extends Asked {
  readonly caller: Caller;
  /** The broker's peer alone signs holds. */
  readonly endorsers: readonly string[];
  readonly chunks?: Told['chunks'];
}

const BOTH = [BANK_MSP, BROKER_MSP];

/** Turns steps into calls by what there is, with serials of its own. */
export class Teller {
  readonly #oracle: Oracle;
  readonly #clock: Clock;
  #numbers = 0;

  constructor(oracle: Oracle, clock: Clock) {
    this.#oracle = oracle;
    this.#clock = clock;
  }

  /** What a step asks for; undefined where it has no meaning where it stands. */
  call(step: Step, earlier: readonly TellerCall[]): TellerCall | undefined {
    switch (step.do) {
      case 'begin':
        return this.#begin(step);
      case 'follow':
        return this.#follow(step);
      case 'hold':
        return this.#hold(step.what, step.lines);
      case 'freeze':
        return this.#batch(
          'FreezeContract:Place',
          step.side,
          step.lines.map((line) => this.#freeze(line)),
        );
      case 'unfreeze':
        return this.#unfreeze(step.side, step.lines);
      case 'loss':
        return this.#onAccounts(`FreezeContract:${step.what}`, step.side, step.lines);
      case 'account':
        return this.#onAccounts(`AccountContract:${step.what}`, this.#sideOf(step), step.lines);
      case 'correct':
        return this.#correct(step);
      case 'confirm':
        return this.#confirm(step);
      case 'repeat':
        return repeated(step, earlier);
      case 'out-of-turn':
        return this.#outOfTurn(step);
      default:
        return undefined;
    }
  }

  /** The next move of the day from wherever it stands; undefined where it is open again. */
  onward(amounts: readonly Cleared[], hasMoved: boolean): TellerCall | undefined {
    const { books } = this.#oracle;
    switch (books.day) {
      case 'opening':
        return this.#day('SignIn', books.signedIn.has('bank') ? 'broker' : 'bank', {
          businessDate: books.date,
        });
      case 'open':
        return hasMoved ? undefined : (this.#ending() ?? this.#day('SignOut', 'broker'));
      case 'closed-to-transfers': {
        const [last] = books.signedIn;
        const ending = this.#ending();
        if (ending !== undefined) return ending;
        if (last !== undefined) return this.#day('SignOut', last);
        return books.counted ? this.#day('StartClearing', 'broker') : this.#count();
      }
      case 'clearing':
        return this.#clear(amounts);
      case 'closed':
        return this.#day('SignIn', 'bank', { businessDate: this.#clock.nextDay() });
    }
  }

  /** The other member confirms what was proposed last. */
  confirmation(): TellerCall | undefined {
    const [id, last] = [...this.#oracle.books.corrections].at(-1) ?? [];
    if (last?.state !== 'proposed') return undefined;
    const request = { id, contentHash: '', initiatedAt: this.#clock.now() };
    return this.#call('CorrectionContract:Confirm', last.side === 'bank' ? 'broker' : 'bank', request);
  }

  /** Brings one sort of pending transfers to their end. */
  #ending(): TellerCall | undefined {
    const pending = [...this.#oracle.books.transfers.values()].filter(isPending);
    const suspended = pending.filter((transfer) => transfer.suspended !== undefined);
    const [first] = suspended;
    if (first?.suspended !== undefined) {
      const { by } = first.suspended;
      const own = suspended.filter((transfer) => transfer.suspended?.by === by);
      return this.#batch(
        'FreezeContract:ResumeTransfer',
        by,
        own.map((transfer) => this.#named(transfer)),
      );
    }
    if (pending.length === 0) return undefined;
    const unclaimed = pending.filter(({ state }) => state !== 'claimed');
    if (unclaimed.length > 0) {
      const lines = unclaimed.map((transfer) => ({ ...this.#named(transfer), outcome: 'refused' }));
      return this.#batch('TransferContract:Answer', 'bank', lines);
    }
    const lines = pending.map((transfer) => ({ ...this.#named(transfer), outcome: 'done' }));
    return this.#batch('TransferContract:Answer', 'bank', lines);
  }

  #clear(amounts: readonly Cleared[]): TellerCall {
    const { books } = this.#oracle;
    const { clearing } = books;
    if (clearing === undefined && amounts.length > 0) {
      return this.#propose(this.#chunks(amounts));
    }
    if (clearing === undefined) return this.#day('CloseDay', 'broker');
    if (!clearing.confirmed) {
      return this.#call('ClearingContract:ConfirmTotals', 'bank', { contentHash: '' });
    }
    const chunk = clearing.chunks.findIndex((_, index) => !clearing.posted.has(index));
    if (chunk === -1) return this.#day('CloseDay', 'broker');
    const postings = clearing.chunks[chunk] ?? [];
    return this.#call('ClearingContract:PostChunk', 'broker', { chunk, postings });
  }

  #propose(chunks: Told['chunks']): TellerCall {
    const totals = chunks.map((chunk) => totalsOfPostings(chunk as unknown as readonly ClearingPosting[]));
    return { ...this.#call('ClearingContract:ProposeTotals', 'broker', { chunks: totals }), chunks };
  }

  /** The totals once more, with the last chunk cleared otherwise or with the chunks in another order. */
  #proposeOthers(isReversed: boolean): TellerCall {
    const chunks = this.#oracle.books.clearing?.chunks ?? [];
    const [last = [['600000', 1, 0, 0, 0]]] = chunks.slice(-1);
    const other = last.map(([account, , fees, tax]): Posting => [account, fees + tax, fees, tax, 0]);
    return this.#propose(isReversed ? [last, ...chunks.slice(0, -1)] : [...chunks.slice(0, -1), other]);
  }

  /** Two chunks of what the accounts can bear, and nothing that could not be posted. */
  #chunks(amounts: readonly Cleared[]): Told['chunks'] {
    const { books } = this.#oracle;
    const open = [...books.accounts.values()].filter(({ status, ref }) => status !== 'closed' && ref !== '');
    const postings = open.slice(0, amounts.length).map(({ number, balance }, index): Posting => {
      const [settlement = 0, fees = 0, tax = 0, interest = 0] = amounts[index] ?? [];
      const least = inTransitOf(books, number) - balance + fees + tax;
      return [number, Math.max(settlement, least), fees, tax, interest];
    });
    return [postings.slice(0, 2), postings.slice(2)].filter(({ length }) => length > 0);
  }

  #begin({ side, lines, lane }: Extract<Step, { do: 'begin' }>): TellerCall {
    const instructions = lines.map((line) => this.#beginning(line));
    const number = 7;
    const batch = (this.#oracle.books.lanes.get(`${side}/${number}`) ?? 0) + 1;
    return this.#batch('TransferContract:Begin', side, instructions, lane ? { number, batch } : undefined);
  }

  #beginning({ who, direction, amountFen, channel, flaw }: BeginLine): object {
    const account = this.#account(who);
    const { balance = 0, ref = '' } = account ?? {};
    return {
      direction,
      accountNumber: flaw === 'no account' ? NOBODY : account?.number,
      bankAccountRef: flaw === 'other bank account' || ref === '' ? 'ff00ff00ff00ff00' : ref,
      amountFen: flaw === 'everything' && balance > 0 ? balance : amountFen,
      channel,
      initiatedAt: this.#clock.now(flaw === 'other day' ? '2026-07-03' : undefined),
    };
  }

  #follow({ what, side, lines }: Extract<Step, { do: 'follow' }>): TellerCall {
    const isFreeze = what === 'SuspendTransfer' || what === 'ResumeTransfer';
    const of = what === 'Claim' || what === 'Answer' ? 'bank' : side;
    const own = lines.map((line) => this.#following(what, line));
    return this.#batch(`${isFreeze ? 'FreezeContract' : 'TransferContract'}:${what}`, of, own);
  }

  #following(what: string, { which, any, refused, flaw }: FollowLine): object {
    const transfer =
      what === 'Reverse' ? this.#reversible(which, any) : this.#transfer(which, any && which % 3 === 0);
    const { side = 'bank', serial = 'never-begun', ref = 'ff00ff00ff00ff00', amount = 1 } = transfer ?? {};
    const initiatedAt = this.#clock.now();
    if (what !== 'Reverse') {
      const outcome = what === 'Answer' && { outcome: refused ? 'refused' : 'done' };
      const reason = what === 'SuspendTransfer' && { reason: 'Under inquiry' };
      return { transfer: { side, serial }, initiatedAt, ...outcome, ...reason };
    }
    return {
      original: { side, serial },
      bankId: flaw === 'bank' ? 'BankBMSP' : BANK_MSP,
      bankAccountRef: flaw === 'bank account' ? 'ff00ff00ff00ff00' : ref,
      brokerId: flaw === 'broker' ? 'BrokerYMSP' : BROKER_MSP,
      accountNumber: flaw === 'account' ? NOBODY : (transfer?.account ?? NOBODY),
      amountFen: flaw === 'amount' ? amount + 1 : amount,
      initiatedAt,
    };
  }

  #hold(what: 'Take' | 'Release', lines: readonly HoldLine[]): TellerCall {
    const { books } = this.#oracle;
    const known = [...books.holds.keys()];
    const initiatedAt = this.#clock.now();
    const asked = lines.map(({ who, which, again, amountFen }) => {
      const before = known[which % (known.length || 1)];
      const hold = before === undefined ? undefined : books.holds.get(before);
      if (what === 'Release') {
        return { serial: this.#number('release'), orderId: before ?? 'none', amountFen, initiatedAt };
      }
      if (!again || hold === undefined || before === undefined) {
        return {
          orderId: this.#number('order'),
          accountNumber: this.#account(who)?.number,
          amountFen,
          initiatedAt,
        };
      }
      const amount = which % 2 === 0 ? hold.taken : amountFen;
      return { orderId: before, accountNumber: hold.account, amountFen: amount, initiatedAt };
    });
    const ids = asked.map(({ orderId }) => orderId);
    const once = asked.filter(({ orderId }, index) => ids.indexOf(orderId) === index);
    return {
      ...this.#call(`HoldContract:${what}`, 'broker', what === 'Take' ? { holds: once } : { releases: once }),
      caller: BROKER.trader,
      endorsers: [BROKER_MSP],
    };
  }

  #freeze({ who, reason, limitFen, lasts, ago, blocks }: FreezeLine): object {
    const initiatedAt = this.#clock.now();
    const end = lasts === null ? undefined : later(initiatedAt, lasts);
    const own = {
      judicial: {
        ...{ limitFen, authority: { kind: 'court', name: '海淀法院' } },
        ...{ priorityAt: later(initiatedAt, -ago), endsAt: end ?? later(initiatedAt, 30 * 86_400) },
      },
      'forty-eight-hours': { authority: { kind: 'pboc', name: '人民银行' } },
      'business-restriction': {
        authority: { kind: 'member', name: '合同约定' },
        endsAt: end ?? null,
        blocks,
      },
    }[reason];
    return {
      ...{ id: this.#number('order'), accountNumber: this.#account(who)?.number, documentNumber: 'D-1' },
      ...{ startsAt: initiatedAt, initiatedAt, reason, ...own },
    };
  }

  #unfreeze(side: Side, lines: readonly PickLine[]): TellerCall {
    const orders = [...this.#oracle.books.orders.values()].filter(({ reason }) => reason !== 'loss-report');
    const initiatedAt = this.#clock.now();
    const own = lines.map(({ which, wrong }) => {
      const order = orders[which % (orders.length || 1)];
      const { id = 'never-placed', authority = 'court 海淀法院' } = order ?? {};
      const [kind = '', name = ''] = authority.split(' ');
      const other = { kind: 'court', name: '朝阳法院' };
      return { id, authority: wrong ? other : { kind, name }, documentNumber: 'D-2', initiatedAt };
    });
    return this.#batch('FreezeContract:Release', side, own);
  }

  #onAccounts(name: string, side: Side, lines: readonly PickLine[]): TellerCall {
    const reason = /:(Suspend|Resume)$/.test(name) && { reason: 'By the risk officer' };
    const reported = [...this.#oracle.books.orders.values()].filter(
      ({ reason: why, standing, placedBy }) => why === 'loss-report' && standing && placedBy === side,
    );
    const own = lines.map(({ which, wrong }) => {
      const before = name.endsWith(':CancelLoss') ? reported[which % (reported.length || 1)] : undefined;
      const accountNumber = wrong ? NOBODY : (before?.account ?? this.#account(which)?.number);
      return { accountNumber, initiatedAt: this.#clock.now(), ...reason };
    });
    return this.#batch(name, side, own);
  }

  #sideOf({ what, side }: Extract<Step, { do: 'account' }>): Side {
    if (what === 'Close') return 'bank';
    return what === 'Suspend' || what === 'Resume' ? side : 'broker';
  }

  #correct({ side, what, line }: Extract<Step, { do: 'correct' }>): TellerCall {
    const change = changeOf(this.#oracle.books, what, { ...line, fresh: this.#number('core') });
    const request = { id: this.#number('correction'), change, reason: 'Agreed' };
    return this.#call('CorrectionContract:Propose', side, { ...request, initiatedAt: this.#clock.now() });
  }

  #confirm({ side, which, wrongHash }: Extract<Step, { do: 'confirm' }>): TellerCall {
    const waiting = [...this.#oracle.books.corrections].filter(([, { state }]) => state === 'proposed');
    const [id = 'never-proposed', correction] = waiting[which % (waiting.length || 1)] ?? [];
    const other = correction?.side === 'bank' ? 'broker' : 'bank';
    const request = { id, contentHash: wrongHash ? 'f'.repeat(64) : '', initiatedAt: this.#clock.now() };
    return this.#call('CorrectionContract:Confirm', which % 7 === 0 ? side : other, request);
  }

  #outOfTurn({ what, side }: Extract<Step, { do: 'out-of-turn' }>): TellerCall {
    if (what === 'SignIn') return this.#day('SignIn', side, { businessDate: this.#clock.nextDay() });
    if (what === 'CountFolios') return this.#count();
    if (what === 'ProposeTotals') return this.#proposeOthers(side === 'bank');
    if (what === 'ConfirmTotals') {
      return this.#call('ClearingContract:ConfirmTotals', 'bank', { contentHash: '' });
    }
    return this.#day(what, 'broker');
  }

  #count(): TellerCall {
    return this.#day('CountFolios', 'broker', { after: null, limit: 100 });
  }

  #day(name: string, side: Side, request: Asked['request'] = {}): TellerCall {
    return this.#call(`DayContract:${name}`, side, request);
  }

  #batch(name: string, side: Side, lines: readonly object[], lane?: object): TellerCall {
    const instructions = lines.map((line) => ({ serial: this.#number('S'), ...line }));
    return this.#call(name, side, { ...(lane !== undefined && { lane }), instructions });
  }

  #call(name: string, side: Side, request: Asked['request']): TellerCall {
    return { function: name, side, request, caller: callerOf(name, side), endorsers: BOTH };
  }

  #named({ side, serial }: Transfer): object {
    return { transfer: { side, serial }, initiatedAt: this.#clock.now() };
  }

  #account(which: number) {
    const accounts = [...this.#oracle.books.accounts.values()];
    return accounts[which % accounts.length];
  }

  #transfer(which: number, any: boolean): Transfer | undefined {
    const all = [...this.#oracle.books.transfers.values()];
    const pending = all.filter(isPending);
    const from = any || pending.length === 0 ? all : pending;
    return from[which % (from.length || 1)];
  }

  /** What has moved money is the more interesting to reverse, most of all where corrections have moved it back. */
  #reversible(which: number, any: boolean): Transfer | undefined {
    const posted = [...this.#oracle.books.transfers.values()].filter(({ state }) => state === 'posted');
    const corrected = posted.filter(({ corrected: fens }) => fens > 0);
    const from = corrected.length > 0 && which % 4 === 0 ? corrected : posted;
    return any && from.length > 0 ? from[which % from.length] : this.#transfer(which, any);
  }

  #number(prefix: string): string {
    this.#numbers += 1;
    return `${prefix}-${String(this.#numbers).padStart(6, '0')}`;
  }
}

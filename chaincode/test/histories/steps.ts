import fc from 'fast-check';

/**
 * Steps of a history, said so that they mean something wherever they stand: accounts and transfers are told by
 * numbers that are taken modulo what there is. A history with steps left out is a history again, which is how the
 * shortest one that shows a difference is found.
 */
export type Step =
  | {
      readonly do: 'begin';
      readonly side: SideOf;
      readonly lines: readonly BeginLine[];
      readonly lane: boolean;
    }
  | {
      readonly do: 'follow';
      readonly what: Follow;
      readonly side: SideOf;
      readonly lines: readonly FollowLine[];
    }
  | { readonly do: 'hold'; readonly what: 'Take' | 'Release'; readonly lines: readonly HoldLine[] }
  | { readonly do: 'freeze'; readonly side: SideOf; readonly lines: readonly FreezeLine[] }
  | { readonly do: 'unfreeze'; readonly side: SideOf; readonly lines: readonly PickLine[] }
  | {
      readonly do: 'loss';
      readonly what: 'ReportLoss' | 'CancelLoss';
      readonly side: SideOf;
      readonly lines: readonly PickLine[];
    }
  | {
      readonly do: 'account';
      readonly what: AccountMove;
      readonly side: SideOf;
      readonly lines: readonly PickLine[];
    }
  | {
      readonly do: 'correct';
      readonly side: SideOf;
      readonly what: 'undo' | 'book' | 'deduct';
      readonly line: CorrectLine;
    }
  | { readonly do: 'confirm'; readonly side: SideOf; readonly which: number; readonly wrongHash: boolean }
  | { readonly do: 'repeat'; readonly which: number; readonly altered: boolean }
  | { readonly do: 'out-of-turn'; readonly what: OutOfTurn; readonly side: SideOf }
  | { readonly do: 'onward'; readonly moves: number; readonly amounts: readonly Cleared[] }
  | { readonly do: 'wait'; readonly seconds: number }
  /** Both are endorsed on the same state, and come in one block. */
  | { readonly do: 'race'; readonly first: Step; readonly second: Step };

/** Settlement, fees, tax and interest. */
export type Cleared = readonly [settlementFen: number, feesFen: number, taxFen: number, interestFen: number];
export type SideOf = 'bank' | 'broker';
export type Follow = 'Claim' | 'Answer' | 'Expire' | 'Reverse' | 'SuspendTransfer' | 'ResumeTransfer';
export type AccountMove = 'Suspend' | 'Resume' | 'RequestClosing' | 'CancelClosing' | 'Close';
export type OutOfTurn =
  | 'SignIn'
  | 'SignOut'
  | 'CountFolios'
  | 'StartClearing'
  | 'CloseDay'
  | 'ConfirmTotals'
  | 'ProposeTotals';

export interface BeginLine {
  readonly who: number;
  readonly direction: 'deposit' | 'withdrawal';
  readonly amountFen: number;
  readonly channel: 'counter' | 'web' | 'mobile';
  readonly flaw: 'none' | 'other bank account' | 'other day' | 'no account' | 'everything';
}
export interface FollowLine {
  readonly which: number;
  /** Whether one that has ended, or was never begun, is meant. */
  readonly any: boolean;
  readonly refused: boolean;
  readonly flaw: 'none' | 'bank' | 'bank account' | 'broker' | 'account' | 'amount';
}
export interface HoldLine {
  readonly who: number;
  readonly which: number;
  readonly again: boolean;
  readonly amountFen: number;
}
export interface FreezeLine {
  readonly who: number;
  readonly reason: 'judicial' | 'forty-eight-hours' | 'business-restriction';
  readonly limitFen: number | null;
  /** Seconds that it lasts; null: very long. */
  readonly lasts: number | null;
  /** Seconds ago that it was received. */
  readonly ago: number;
  readonly blocks: readonly string[];
}
export interface PickLine {
  readonly which: number;
  readonly wrong: boolean;
}
export interface CorrectLine {
  readonly which: number;
  readonly amountFen: number;
  readonly direction: 'deposit' | 'withdrawal';
}

const side = fc.constantFrom<SideOf>('bank', 'broker');
const number = fc.nat(1_000);
const rarely = fc.integer({ min: 0, max: 9 }).map((n) => n === 0);
/** Small round amounts meet each other and the limits of freezes; the others find what is off by one. */
const amountFen = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(100, 200, 500, 1_000, 2_500) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 3_000 }) },
);
/** Plain objects, which a counterexample prints so that it can be read. */
function record<Fields extends object>(
  fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> },
): fc.Arbitrary<Fields> {
  return fc.record<Fields>(fields, { noNullPrototype: true });
}
const few = <Line>(line: fc.Arbitrary<Line>) => fc.array(line, { minLength: 1, maxLength: 6 });

const beginLine: fc.Arbitrary<BeginLine> = record({
  who: number,
  direction: fc.constantFrom('deposit', 'deposit', 'withdrawal'),
  amountFen,
  channel: fc.constantFrom('counter', 'web', 'mobile'),
  flaw: fc.oneof(
    { weight: 30, arbitrary: fc.constant('none' as const) },
    { weight: 1, arbitrary: fc.constantFrom('other bank account', 'other day', 'no account') },
    { weight: 2, arbitrary: fc.constant('everything' as const) },
  ),
});
const followLine: fc.Arbitrary<FollowLine> = record({
  which: number,
  any: fc.boolean(),
  refused: rarely,
  flaw: fc.oneof(
    { weight: 12, arbitrary: fc.constant('none' as const) },
    { weight: 1, arbitrary: fc.constantFrom('bank', 'bank account', 'broker', 'account', 'amount') },
  ),
});
const holdLine: fc.Arbitrary<HoldLine> = record({ who: number, which: number, again: rarely, amountFen });
const freezeLine: fc.Arbitrary<FreezeLine> = record({
  who: number,
  reason: fc.constantFrom('judicial', 'judicial', 'judicial', 'forty-eight-hours', 'business-restriction'),
  limitFen: fc.oneof({ weight: 4, arbitrary: amountFen }, { weight: 1, arbitrary: fc.constant(null) }),
  lasts: fc.option(fc.integer({ min: 1, max: 3_000 })),
  ago: fc.constantFrom(0, 0, 60, 3_600),
  blocks: fc.subarray(['deposit', 'withdrawal', 'buy', 'sell'], { minLength: 1 }),
});
const pickLine: fc.Arbitrary<PickLine> = record({ which: number, wrong: rarely });

const begin = record({ do: fc.constant('begin' as const), side, lines: few(beginLine), lane: rarely });
const follow = record({
  do: fc.constant('follow' as const),
  what: fc.constantFrom<Follow>(
    ...(['Claim', 'Claim', 'Answer', 'Answer', 'Answer', 'Expire', 'Reverse', 'Reverse'] as const),
    ...(['SuspendTransfer', 'ResumeTransfer'] as const),
  ),
  side,
  lines: few(followLine),
});
const hold = record({
  do: fc.constant('hold' as const),
  what: fc.constantFrom('Take', 'Take', 'Release'),
  lines: few(holdLine),
});
const freeze = record({ do: fc.constant('freeze' as const), side, lines: few(freezeLine) });
const unfreeze = record({ do: fc.constant('unfreeze' as const), side, lines: few(pickLine) });
const loss = record({
  do: fc.constant('loss' as const),
  what: fc.constantFrom('ReportLoss', 'CancelLoss'),
  side,
  lines: few(pickLine),
});
const account = record({
  do: fc.constant('account' as const),
  what: fc.constantFrom<AccountMove>(
    ...([
      'Suspend',
      'Resume',
      'Resume',
      'RequestClosing',
      'CancelClosing',
      'CancelClosing',
      'Close',
    ] as const),
  ),
  side,
  lines: fc.array(pickLine, { minLength: 1, maxLength: 2 }),
});
const correct = record({
  do: fc.constant('correct' as const),
  side,
  what: fc.constantFrom('undo', 'undo', 'book', 'deduct', 'deduct'),
  line: record({ which: number, amountFen, direction: fc.constantFrom('deposit', 'withdrawal') }),
});
const confirm = record({ do: fc.constant('confirm' as const), side, which: number, wrongHash: rarely });
const repeat = record({ do: fc.constant('repeat' as const), which: number, altered: rarely });
const outOfTurn = record({
  do: fc.constant('out-of-turn' as const),
  what: fc.constantFrom<OutOfTurn>(
    ...(['SignIn', 'CountFolios', 'StartClearing', 'CloseDay', 'ConfirmTotals', 'ProposeTotals'] as const),
  ),
  side,
});
const cleared = fc.tuple(
  fc.integer({ min: -1_500, max: 2_500 }),
  fc.constantFrom(0, 5, 30),
  fc.constantFrom(0, 1, 10),
  fc.constantFrom(0, 0, 3),
);
const onward = record({
  do: fc.constant('onward' as const),
  moves: fc.constantFrom(1, 3, 5, 20, 20, 20, 20),
  amounts: fc.array(cleared, { maxLength: 5 }),
});
const wait = record({
  do: fc.constant('wait' as const),
  seconds: fc.constantFrom(1, 60, 300, 600, 1_200),
});

const race: fc.Arbitrary<Step> = record({
  do: fc.constant('race' as const),
  first: fc.oneof(begin, follow, hold, freeze, account, confirm),
  second: fc.oneof(begin, follow, hold, freeze, loss, correct),
});

export interface Emphasis {
  readonly transfers?: number;
  readonly holds?: number;
  readonly orders?: number;
  readonly accounts?: number;
  readonly corrections?: number;
  readonly days?: number;
  readonly races?: number;
}

/** Histories with more of one thing or another. */
export function histories(emphasis: Emphasis): fc.Arbitrary<readonly Step[]> {
  const {
    transfers = 1,
    holds = 1,
    orders = 1,
    accounts = 1,
    corrections = 1,
    days = 1,
    races = 1,
  } = emphasis;
  const step = fc.oneof(
    { weight: 12 * transfers, arbitrary: begin },
    { weight: 12 * transfers, arbitrary: follow },
    { weight: 3 * holds, arbitrary: hold },
    { weight: 2 * orders, arbitrary: freeze },
    { weight: orders, arbitrary: unfreeze },
    { weight: orders, arbitrary: loss },
    { weight: accounts, arbitrary: account },
    { weight: 2 * corrections, arbitrary: correct },
    { weight: 3 * corrections, arbitrary: confirm },
    { weight: 3, arbitrary: repeat },
    { weight: 1, arbitrary: outOfTurn },
    { weight: 2 * days, arbitrary: onward },
    { weight: 4, arbitrary: wait },
    { weight: 2 * races, arbitrary: race },
  );
  return fc.array(step, { minLength: 1, maxLength: 80, size: 'max' });
}

import { totalsOfPostings } from '../../src/books/clearing-totals.js';
import type { InstructionAnswer } from '../../src/model/answers/batch.js';
import type { CorrectionStateAnswer } from '../../src/model/answers/corrections.js';
import type { ProposalStateAnswer } from '../../src/model/answers/governance.js';
import type { ClearingPosting } from '../../src/model/requests/clearing.js';
import type { ProposedChange } from '../../src/model/requests/governance.js';
import type { TransferName } from '../../src/model/requests/transfers.js';
import { businessDate } from '../../src/rules/business-date.js';
import { fen } from '../../src/rules/money.js';
import type { Caller } from '../ledger/proposal.js';
import type { TestChannel } from '../ledger/test-channel.js';
import {
  type AccountInstruction,
  accountOf,
  activeAccount,
  must,
  proposedBankAccount,
  registration,
} from '../scenario/accounts.js';
import {
  closeDay,
  countAll,
  FIRST_DAY,
  openDay,
  signInBoth,
  signOutBoth,
  startClearing,
} from '../scenario/day.js';
import { carriedOut, nextSerial } from '../scenario/instruct.js';
import { BANK, BANK_MSP, BROKER, BROKER_MSP, REGULATOR, REGULATOR_MSP } from '../scenario/members.js';
import { OTHER_BANK_MSP } from '../scenario/other-bank.js';
import { personOf } from '../scenario/people.js';
import { agreeOn, tradingYear } from '../scenario/rules.js';
import { at, reversalLine, transferLine } from '../scenario/transfers.js';
import { wholeChannel } from '../scenario/whole-channel.js';
import { type HandedOver, handedOver } from './handed-over.js';

const [A, B, WITHDRAWN, CLOSING, LEAVING, ARRIVING] = [
  '600001',
  '600002',
  '600003',
  '600004',
  '600005',
  '600006',
] as const;
/** The people of this history, and one whose bank account is linked to another's. */
export const PEOPLE = [A, B, WITHDRAWN, CLOSING, LEAVING, ARRIVING, '777777'];
const NEXT_DAY = '2026-07-07';
const COURT = { kind: 'court', name: '上海市浦东新区人民法院' };
const DOCUMENT = '（2026）沪0115执1234号';

/** Refs of the bank accounts of A and B. */
interface Refs {
  readonly a: string;
  readonly b: string;
}

export interface Carried {
  readonly channel: TestChannel;
  /** Functions that have been carried out. */
  readonly done: ReadonlySet<string>;
}

/**
 * Carries out every function of every contract at least once, each as it is meant to be used, over two business
 * days. Whatever is new has to find a place here.
 *
 * @param brought what the one client who comes from another bank brings along; signed anew where absent
 */
export async function everyFunction(brought?: HandedOver): Promise<Carried> {
  const { roots, proof } = brought ?? (await arrival());
  const channel = wholeChannel();
  await openDay(channel, { parameters: { handOverRoots: roots } });
  await governance(channel);
  const refs = await accounts(channel, proof);
  const transfers = await transfer(channel, refs);
  await freezesAndCorrections(channel, { refs, transfers });
  await holdsAndEvidence(channel);
  await clearing(channel);
  await closing(channel);
  await questions(channel, transfers);
  const answered = await privateQuestions(channel);
  return { channel, done: new Set([...carriedOutIn(channel), ...answered]) };
}

/** The account that a client of another bank brings along. */
export function arrival(): Promise<HandedOver> {
  return handedOver(ARRIVING, '2026-07-03');
}

async function governance(channel: TestChannel): Promise<void> {
  const security = { code: '600000', board: 'sse-main', name: '浦发银行', settlementCycle: 'T+1' } as const;
  await agreeOn(channel, 'securities-1', {
    kind: 'securities',
    securities: [{ ...security, effectiveFrom: businessDate(NEXT_DAY), flags: [] }],
  });
  const change: ProposedChange = { kind: 'calendar', calendar: tradingYear(2027, { closedDays: [] }) };
  const { answer } = await channel.submit<ProposalStateAnswer>({
    function: 'GovernanceContract:Propose',
    request: { id: 'calendar-2027', change, reason: 'Too early' },
    caller: BANK.administrator,
  });
  await channel.submit({
    function: 'GovernanceContract:Withdraw',
    request: { id: 'calendar-2027', contentHash: answer.contentHash },
    caller: BANK.administrator,
  });
}

async function accounts(channel: TestChannel, proof: string): Promise<Refs> {
  const a = await activeAccount(channel, A);
  await activeAccount(channel, B);
  await activeAccount(channel, CLOSING);
  await activeAccount(channel, LEAVING);
  const step = (
    name: string,
    caller: Caller,
    accountNumber: string,
    more: Partial<AccountInstruction> = {},
  ) => must(channel, { function: name, caller, accountNumber, ...more });

  await must(channel, registration(WITHDRAWN));
  await step('ProposeAgreement', BROKER.operator, WITHDRAWN, {
    personal: proposedBankAccount(personOf(WITHDRAWN)),
  });
  await step('WithdrawAgreement', BROKER.operator, WITHDRAWN);

  const reason = { own: { reason: 'Under review' } };
  await step('Suspend', BROKER.risk, B, reason);
  await step('Resume', BROKER.risk, B, reason);
  await step('RequestClosing', BROKER.operator, B);
  await step('CancelClosing', BROKER.operator, B);
  await step('ChangePersonalData', BROKER.operator, B, {
    own: { evidenceHashes: ['ee'.repeat(32)] },
    personal: { mobile: '13911112222', salt: '5a'.repeat(32) },
  });
  const { name, document } = personOf(B);
  const bankAccount = proposedBankAccount(personOf('777777'));
  await step('ProposeBankAccount', BROKER.operator, B, { personal: bankAccount });
  await step('ConfirmBankAccount', BANK.operator, B, {
    personal: { name, document, ...bankAccount },
  });
  await step('RequestClosing', BROKER.operator, CLOSING);
  await step('RequestClosing', BROKER.operator, LEAVING);

  const { own, personal } = registration(ARRIVING);
  await step('AcceptHandOver', BROKER.operator, ARRIVING, {
    own: { ...own, oldBankMspId: OTHER_BANK_MSP, proof },
    personal: { ...personal, salt: '77'.repeat(32), oldSalt: personOf(ARRIVING).salt },
  });
  return { a, b: (await accountOf(channel, B)).bankAccountRef };
}

interface Transfers {
  readonly deposit: TransferName;
  readonly pending: TransferName;
}

async function transfer(channel: TestChannel, { a, b }: Refs): Promise<Transfers> {
  const begun = async (caller: Caller, own: object): Promise<TransferName> => {
    const serial = nextSerial();
    await carriedOut(channel, 'TransferContract:Begin', caller, transferLine({ serial, ...own }));
    return { side: caller.mspId === BANK_MSP ? 'bank' : 'broker', serial };
  };
  const step = (name: string, caller: Caller, line: Readonly<Record<string, unknown>>) =>
    carriedOut(channel, `TransferContract:${name}`, caller, { initiatedAt: at('10:05:00'), ...line });
  const ofA = { accountNumber: A, bankAccountRef: a };
  const withdrawal = { direction: 'withdrawal', ...ofA };

  const deposit = await begun(BANK.system, { ...ofA, amountFen: 10_000_00 });
  await begun(BANK.system, { accountNumber: B, bankAccountRef: b, amountFen: 10_000_00 });
  const paid = await begun(BROKER.operator, withdrawal);
  await step('Claim', BANK.system, { transfer: paid });
  await step('Answer', BANK.system, { transfer: paid, outcome: 'done' });
  await step('Reverse', BANK.system, reversalLine(paid, ofA));
  const mistaken = await begun(BANK.system, ofA);
  await step('Reverse', BANK.system, reversalLine(mistaken, ofA));
  const kept = await begun(BROKER.operator, withdrawal);
  await step('Expire', BROKER.operator, { transfer: kept, initiatedAt: at('10:10:00') });
  const paidByBank = await begun(BANK.system, withdrawal);
  await step('Answer', BANK.system, { transfer: paidByBank, outcome: 'done' });
  return { deposit, pending: await begun(BROKER.operator, withdrawal) };
}

async function freezesAndCorrections(
  channel: TestChannel,
  { refs, transfers: { deposit, pending } }: { readonly refs: Refs; readonly transfers: Transfers },
): Promise<void> {
  const step = (name: string, caller: Caller, line: Readonly<Record<string, unknown>>) =>
    carriedOut(channel, `FreezeContract:${name}`, caller, { initiatedAt: at('11:00:00'), ...line });
  const suspension = { transfer: pending, initiatedAt: at('10:05:00') };
  await step('SuspendTransfer', BANK.risk, { ...suspension, reason: 'Under review' });
  await step('ResumeTransfer', BANK.risk, suspension);
  await carriedOut(channel, 'TransferContract:Expire', BROKER.operator, {
    transfer: pending,
    initiatedAt: at('10:20:00'),
  });
  await step('ReportLoss', BANK.operator, { accountNumber: B });
  await step('CancelLoss', BANK.operator, { accountNumber: B });
  await step('Place', BANK.risk, {
    id: 'order-1',
    accountNumber: A,
    reason: 'judicial',
    limitFen: 3_000_00,
    authority: COURT,
    documentNumber: DOCUMENT,
    officers: ['310115-0042'],
    startsAt: at('11:00:00'),
    endsAt: '2027-07-06T00:00:00+08:00',
    priorityAt: at('10:55:00'),
  });
  await correct(channel, {
    kind: 'deduct',
    freezeId: 'order-1',
    amountFen: 1_000_00,
    documentNumber: DOCUMENT,
  });
  await correct(channel, { kind: 'undo', original: deposit, amountFen: 50_00 });
  const booked = { kind: 'book', accountNumber: A, bankAccountRef: refs.a, businessDate: FIRST_DAY };
  await correct(channel, { ...booked, direction: 'deposit', amountFen: 25_00, bankSerial: 'core-1' });
  await correct(channel, { ...booked, direction: 'withdrawal', amountFen: 20_00, bankSerial: 'core-2' });
  const { id, contentHash } = await proposed(channel, { kind: 'undo', original: deposit, amountFen: 1 });
  await channel.submit({
    function: 'CorrectionContract:Withdraw',
    request: { id, contentHash },
    caller: BROKER.operator,
  });
  await channel.submit({
    function: 'CorrectionContract:GetCorrection',
    request: { id },
    caller: REGULATOR.auditor,
  });
  await step('Release', BANK.risk, { id: 'order-1', authority: COURT, documentNumber: `${DOCUMENT}之一` });
}

async function proposed(channel: TestChannel, change: object): Promise<CorrectionStateAnswer> {
  const request = { id: nextSerial(), change, reason: 'Difference found', initiatedAt: at('11:10:00') };
  const call = { function: 'CorrectionContract:Propose', request, caller: BROKER.operator };
  return (await channel.submit<CorrectionStateAnswer>(call)).answer;
}

async function correct(channel: TestChannel, change: object): Promise<void> {
  const { id, contentHash } = await proposed(channel, change);
  const request = { id, contentHash, initiatedAt: at('11:15:00') };
  await channel.submit({ function: 'CorrectionContract:Confirm', request, caller: BANK.operator });
}

async function holdsAndEvidence(channel: TestChannel): Promise<void> {
  const ofBroker = { caller: BROKER.trader, endorsers: [BROKER_MSP] };
  const hold = { orderId: 'order-1', amountFen: 500_00, initiatedAt: at('13:00:00') };
  await channel.submit({
    function: 'HoldContract:Take',
    request: { holds: [{ ...hold, accountNumber: A }] },
    ...ofBroker,
  });
  await channel.submit({
    function: 'HoldContract:Release',
    request: { releases: [{ serial: 'release-1', ...hold }] },
    ...ofBroker,
  });
  for (const caller of [BANK.operator, BROKER.operator]) {
    const own = { caller, endorsers: [caller.mspId], request: { id: 'file-1' } };
    const evidence = { kind: 'reconciliation-file', content: 'B01|…', salt: 'ab'.repeat(32) };
    await channel.submit({ function: 'EvidenceContract:File', ...own, transient: { evidence } });
  }
}

async function clearing(channel: TestChannel): Promise<void> {
  const postings: ClearingPosting[] = [
    [A, fen(-2_000_00), fen(5_00), fen(0), fen(0)],
    [B, fen(1_500_00), fen(5_00), fen(1_50), fen(12)],
    [CLOSING, fen(0), fen(0), fen(0), fen(0)],
    [LEAVING, fen(0), fen(0), fen(0), fen(0)],
  ];
  await signOutBoth(channel);
  await countAll(channel);
  await startClearing(channel);
  const { clearing: broker } = BROKER;
  const { answer } = await channel.submit<{ readonly contentHash: string }>({
    function: 'ClearingContract:ProposeTotals',
    request: { chunks: [totalsOfPostings(postings)] },
    caller: broker,
  });
  const { contentHash } = answer;
  await channel.submit({
    function: 'ClearingContract:ConfirmTotals',
    request: { contentHash },
    caller: BANK.operator,
  });
  await channel.submit({
    function: 'ClearingContract:PostChunk',
    request: { chunk: 0, postings },
    caller: broker,
  });
  await closeDay(channel);
  await signInBoth(channel, NEXT_DAY);
}

async function closing(channel: TestChannel): Promise<void> {
  const initiatedAt = at('10:00:00', NEXT_DAY);
  const ofBank = { caller: BANK.operator, initiatedAt };
  await must(channel, { function: 'Close', accountNumber: CLOSING, ...ofBank });
  const newBankMspId = OTHER_BANK_MSP;
  await must(channel, { function: 'HandOver', accountNumber: LEAVING, ...ofBank, own: { newBankMspId } });
  // Twenty years must have gone by since it was closed, which no test waits for.
  const key = `account/${CLOSING}`;
  for (const mspId of [BANK_MSP, BROKER_MSP, REGULATOR_MSP]) {
    const file = JSON.parse(channel.worldState(mspId).get(key) ?? '');
    channel.falsify(mspId, key, JSON.stringify({ ...file, closedOn: '2006-07-03' }));
  }
  const caller = BANK.administrator;
  await must(channel, { function: 'PurgePersonalData', accountNumber: CLOSING, caller, initiatedAt });
}

/** Questions are sent as transactions here, so that what they would write could be seen. */
async function questions(channel: TestChannel, { deposit }: Transfers): Promise<void> {
  const [transactionId = ''] = channel
    .blocks()
    .flatMap(({ transactions }) => transactions.map((each) => each.transactionId))
    .slice(-1);
  const asked: readonly (readonly [string, object])[] = [
    ['GovernanceContract:GetRelationship', {}],
    ['GovernanceContract:GetProposal', { id: 'securities-1' }],
    ['GovernanceContract:GetParameters', { date: NEXT_DAY }],
    ['GovernanceContract:GetCalendar', { year: 2026 }],
    ['GovernanceContract:GetSecurity', { code: '600000', date: NEXT_DAY }],
    ['DayContract:GetDay', {}],
    ['DayContract:GetCount', { businessDate: FIRST_DAY }],
    ['AccountContract:GetAccount', { accountNumber: A }],
    ['AccountContract:ListAccounts', { limit: 10 }],
    ['AccountContract:GetAccountFile', { accountNumber: A }],
    ['AccountContract:GetPersonalData', { accountNumber: A }],
    ['TransferContract:GetTransfer', deposit],
    ['FreezeContract:GetFreeze', { id: 'order-1' }],
    ['ClearingContract:GetTotals', { businessDate: FIRST_DAY }],
    ['BookContract:GetVoucher', { transactionId }],
    ['BookContract:GetLane', { side: 'bank', number: 0 }],
  ];
  const transient = { answerKey: '11'.repeat(32) };
  for (const [name, request] of asked) {
    await channel.submit({ function: name, request, caller: BANK.operator, transient });
  }
}

/** What one member alone can answer, and nobody could commit. */
async function privateQuestions(channel: TestChannel): Promise<readonly string[]> {
  const calls = [
    { function: 'HoldContract:GetHold', request: { orderId: 'order-1' }, caller: BROKER.trader },
    { function: 'EvidenceContract:GetEvidence', request: { id: 'file-1' }, caller: BROKER.operator },
  ];
  for (const call of calls) await channel.evaluate({ ...call, endorsers: [BROKER_MSP] });
  return calls.map((call) => call.function);
}

/** Functions that have been carried out: committed as valid, and no line of theirs refused. */
function carriedOutIn(channel: TestChannel): ReadonlySet<string> {
  const done = new Set<string>();
  for (const { args, payload, validationCode } of channel
    .blocks()
    .flatMap(({ transactions }) => transactions)) {
    const { results = [] }: { readonly results?: readonly Pick<InstructionAnswer, 'status'>[] } =
      JSON.parse(payload);
    if (validationCode === 'VALID' && results.every(({ status }) => status === 'done'))
      done.add(args[0] ?? '');
  }
  return done;
}

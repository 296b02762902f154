import { totalsOfPostings } from '../../src/books/clearing-totals.js';
import type { ClearingPosting } from '../../src/model/requests/clearing.js';
import { fen } from '../../src/rules/money.js';
import type { Example } from '../ledger/fuzz.js';
import type { TestChannel } from '../ledger/test-channel.js';
import { proposedBankAccount, registration } from '../scenario/accounts.js';
import { RELATIONSHIP } from '../scenario/members.js';
import { OTHER_BANK_MSP } from '../scenario/other-bank.js';
import { PEPPER, personOf } from '../scenario/people.js';
import { parameterSet, tradingYear } from '../scenario/rules.js';

export const ACCOUNT = '600001';
export const NEW_ACCOUNT = '600009';
const AT = '2026-07-06T10:00:00+08:00';
const HASH = '0'.repeat(64);
const TRANSFER = { side: 'bank', serial: 'begun-1' };
const COURT = { kind: 'court', name: '上海市浦东新区人民法院' };
const ORDER = { id: 'order-1', accountNumber: ACCOUNT, documentNumber: 'D-1', startsAt: AT };

const batch = (...lines: readonly object[]): Example => ({
  request: {
    lane: { number: 1, batch: 1 },
    instructions: lines.map((line, at) => ({ serial: `fuzz-${at}`, initiatedAt: AT, ...line })),
  },
});
const ask = (request: object): Example[] => [{ request }];
const withPersonal = (example: Example, personal: object | undefined, accountNumber = ACCOUNT): Example => ({
  ...example,
  transient: { personal: { [accountNumber]: personal }, pepper: PEPPER },
});

export const POSTINGS: ClearingPosting[] = [[ACCOUNT, fen(-100), fen(5), fen(1), fen(0)]];
const CHANGES = [
  { kind: 'parameters', parameters: { ...parameterSet(), effectiveFrom: '2026-08-03' } },
  { kind: 'calendar', calendar: tradingYear(2027, { closedDays: [] }) },
  {
    kind: 'securities',
    securities: [
      {
        ...{ code: '600000', board: 'sse-main', name: '浦发银行' },
        ...{ effectiveFrom: '2026-07-07', settlementCycle: 'T+1', flags: [] },
      },
    ],
  },
];
const CORRECTIONS = [
  { kind: 'undo', original: TRANSFER, amountFen: 100 },
  {
    ...{ kind: 'book', direction: 'deposit', accountNumber: ACCOUNT, bankAccountRef: '0123456789abcdef' },
    ...{ amountFen: 100, bankSerial: 'core-1', businessDate: '2026-07-06' },
  },
  { kind: 'deduct', freezeId: 'order-1', amountFen: 100, documentNumber: 'D-1' },
];

/** Requests of the right form for every function, most of which can be carried out on a day that is open. */
export function examples(bankAccountRef: string): Readonly<Record<string, readonly Example[]>> {
  const { own, personal } = registration(NEW_ACCOUNT);
  const { name, document, bankAccount, salt } = personOf(ACCOUNT);
  const account = { accountNumber: ACCOUNT };
  const money = { ...account, bankAccountRef, amountFen: 100 };
  const follow = { transfer: TRANSFER };
  const parties = { bankId: RELATIONSHIP.bankMspId, brokerId: RELATIONSHIP.brokerMspId };
  const reasoned = batch({ ...account, reason: 'Under review' });
  const register = batch({ accountNumber: NEW_ACCOUNT, ...own });
  const arriving = batch({ accountNumber: NEW_ACCOUNT, ...own, oldBankMspId: OTHER_BANK_MSP, proof: 'AAAA' });
  return {
    'GovernanceContract:AgreeRelationship': ask(RELATIONSHIP),
    'GovernanceContract:Propose': CHANGES.map((change, at) => ({
      request: { id: `p-${at}`, change, reason: 'Agreed' },
    })),
    'GovernanceContract:Confirm': ask({ id: 'p-0', contentHash: HASH }),
    'GovernanceContract:Withdraw': ask({ id: 'p-1', contentHash: HASH }),
    'GovernanceContract:GetRelationship': ask({}),
    'GovernanceContract:GetProposal': ask({ id: 'p-0' }),
    'GovernanceContract:GetParameters': ask({ date: '2026-07-06' }),
    'GovernanceContract:GetCalendar': ask({ year: 2026 }),
    'GovernanceContract:GetSecurity': ask({ code: '600000', date: '2026-07-07' }),
    'DayContract:SignIn': ask({ businessDate: '2026-07-06' }),
    'DayContract:SignOut': ask({}),
    'DayContract:CountFolios': ask({ after: null, limit: 10 }),
    'DayContract:StartClearing': ask({}),
    'DayContract:CloseDay': ask({}),
    'DayContract:GetDay': ask({}),
    'DayContract:GetCount': ask({ businessDate: '2026-07-06' }),
    'AccountContract:Register': [withPersonal(register, personal, NEW_ACCOUNT)],
    'AccountContract:ProposeAgreement': [withPersonal(batch(account), proposedBankAccount({ bankAccount }))],
    'AccountContract:WithdrawAgreement': [batch(account)],
    'AccountContract:ConfirmAgreement': [withPersonal(batch(account), { name, document, bankAccount })],
    'AccountContract:Activate': [batch(account)],
    'AccountContract:Suspend': [reasoned],
    'AccountContract:Resume': [reasoned],
    'AccountContract:RequestClosing': [batch(account)],
    'AccountContract:CancelClosing': [batch(account)],
    'AccountContract:Close': [batch(account)],
    'AccountContract:ChangePersonalData': [
      withPersonal(batch({ ...account, evidenceHashes: [HASH] }), { mobile: '13911112222', salt }),
    ],
    'AccountContract:ProposeBankAccount': [
      withPersonal(batch(account), proposedBankAccount({ bankAccount })),
    ],
    'AccountContract:ConfirmBankAccount': [
      withPersonal(batch(account), { name, document, ...proposedBankAccount({ bankAccount }) }),
    ],
    'AccountContract:PurgePersonalData': [batch(account)],
    'AccountContract:HandOver': [batch({ ...account, newBankMspId: OTHER_BANK_MSP })],
    'AccountContract:AcceptHandOver': [withPersonal(arriving, { ...personal, oldSalt: HASH }, NEW_ACCOUNT)],
    'AccountContract:GetAccount': ask({ ...account, at: AT }),
    'AccountContract:ListAccounts': ask({ after: '600000', limit: 10 }),
    'AccountContract:GetAccountFile': ask(account),
    'AccountContract:GetPersonalData': [{ request: account, transient: { answerKey: HASH } }],
    'TransferContract:Begin': [
      batch(
        { ...money, direction: 'deposit', channel: 'web' },
        { ...money, direction: 'withdrawal', channel: 'web' },
      ),
    ],
    'TransferContract:Claim': [batch(follow)],
    'TransferContract:Answer': [batch({ ...follow, outcome: 'refused', reason: 'Closed at the bank' })],
    'TransferContract:Reverse': [batch({ original: TRANSFER, ...parties, ...money })],
    'TransferContract:Expire': [batch(follow)],
    'TransferContract:GetTransfer': ask(TRANSFER),
    'FreezeContract:Place': [
      batch({
        ...{ ...ORDER, reason: 'judicial', limitFen: 100, authority: COURT, officers: ['310115-0042'] },
        ...{ endsAt: '2026-12-31T00:00:00+08:00', priorityAt: AT },
      }),
      batch({ ...ORDER, reason: 'forty-eight-hours', authority: { kind: 'pboc', name: '中国人民银行' } }),
      batch({
        ...{ ...ORDER, reason: 'business-restriction', authority: { kind: 'member', name: 'Broker X' } },
        ...{ endsAt: null, blocks: ['buy'] },
      }),
    ],
    'FreezeContract:Release': [batch({ id: 'order-1', authority: COURT, documentNumber: 'D-2' })],
    'FreezeContract:ReportLoss': [batch(account)],
    'FreezeContract:CancelLoss': [batch(account)],
    'FreezeContract:SuspendTransfer': [batch({ ...follow, reason: 'Under review', authority: COURT })],
    'FreezeContract:ResumeTransfer': [batch(follow)],
    'FreezeContract:GetFreeze': ask({ id: 'order-1' }),
    'CorrectionContract:Propose': CORRECTIONS.map((change, at) => ({
      request: { id: `c-${at}`, change, reason: 'Agreed', initiatedAt: AT },
    })),
    'CorrectionContract:Confirm': ask({ id: 'c-0', contentHash: HASH, initiatedAt: AT }),
    'CorrectionContract:Withdraw': ask({ id: 'c-0', contentHash: HASH }),
    'CorrectionContract:GetCorrection': ask({ id: 'c-0' }),
    'ClearingContract:ProposeTotals': ask({ chunks: [totalsOfPostings(POSTINGS)] }),
    'ClearingContract:ConfirmTotals': ask({ contentHash: HASH }),
    'ClearingContract:PostChunk': ask({ chunk: 0, postings: POSTINGS }),
    'ClearingContract:GetTotals': ask({ businessDate: '2026-07-06' }),
    'HoldContract:Take': ask({ holds: [{ ...account, orderId: 'o-1', amountFen: 100, initiatedAt: AT }] }),
    'HoldContract:Release': ask({
      releases: [{ serial: 'l-1', orderId: 'o-1', amountFen: 50, initiatedAt: AT }],
    }),
    'HoldContract:GetHold': ask({ orderId: 'o-1' }),
    'EvidenceContract:File': [
      {
        request: { id: 'e-1' },
        transient: { evidence: { kind: 'other', content: '甲', salt: 'ab'.repeat(32) } },
      },
    ],
    'EvidenceContract:GetEvidence': ask({ id: 'e-1' }),
    'BookContract:GetVoucher': ask({ transactionId: HASH }),
    'BookContract:GetLane': ask({ side: 'bank', number: 1 }),
  };
}

/** Functions that the channel offers and nobody has an example for, or the other way round. */
export function unlike(channel: TestChannel, of: object): readonly string[] {
  const [offered, known] = [new Set(channel.functions()), new Set(Object.keys(of))];
  return [...offered, ...known].filter((name) => !(offered.has(name) && known.has(name)));
}

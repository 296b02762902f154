/** What a user of a member may be, as named in the certificate attribute `sanfang.role`. */
export const ROLES = [
  /** The member's own service, which acts for users that it has identified itself. */
  'gateway',
  'bank-operator',
  'bank-system',
  'broker-operator',
  'broker-trader',
  'broker-clearing',
  'risk-officer',
  'administrator',
  'regulator-auditor',
] as const;
export type Role = (typeof ROLES)[number];

/** Which roles of the bank, of the broker and of an observing member may call a function. */
export interface Permission {
  readonly bank?: readonly Role[];
  readonly broker?: readonly Role[];
  readonly observer?: readonly Role[];
}

const BANK_SERVICE: readonly Role[] = ['gateway', 'bank-system'];
const BANK_CLERK: readonly Role[] = ['gateway', 'bank-operator'];
const BROKER_CLERK: readonly Role[] = ['gateway', 'broker-operator'];
const RISK: readonly Role[] = ['risk-officer'];
/** Rules and corrections need people: a service cannot be one of the two. */
const BANK_PERSON: readonly Role[] = ['bank-operator', 'administrator'];
const BROKER_PERSON: readonly Role[] = ['broker-operator', 'administrator'];
const RULES: Permission = { bank: ['administrator'], broker: ['administrator'] };
const BOTH_CLERKS: Permission = { bank: BANK_CLERK, broker: BROKER_CLERK };
const BOTH_SERVICES: Permission = { bank: [...BANK_SERVICE, 'bank-operator'], broker: BROKER_CLERK };
const BOTH_RISK: Permission = { bank: RISK, broker: RISK };
const CORRECTING: Permission = { bank: BANK_PERSON, broker: BROKER_PERSON };
const READING: Permission = { bank: ROLES, broker: ROLES, observer: ['gateway', 'regulator-auditor'] };

/**
 * Who may call what: every function of every contract has a row, and what has no row cannot be called.
 *
 * A role is what one person may do for the own side. That money moves with both signatures only is not decided
 * here, but by the endorsement policy of the books.
 */
export const MATRIX = {
  'GovernanceContract:AgreeRelationship': {
    bank: ['gateway', 'administrator'],
    broker: ['gateway', 'administrator'],
  },
  'GovernanceContract:Propose': RULES,
  'GovernanceContract:Confirm': RULES,
  'GovernanceContract:Withdraw': RULES,
  'GovernanceContract:GetRelationship': READING,
  'GovernanceContract:GetProposal': READING,
  'GovernanceContract:GetParameters': READING,
  'GovernanceContract:GetCalendar': READING,
  'GovernanceContract:GetSecurity': READING,

  'DayContract:SignIn': BOTH_SERVICES,
  'DayContract:SignOut': BOTH_SERVICES,
  'DayContract:CountFolios': { bank: ['gateway', 'bank-operator'], broker: ['gateway', 'broker-clearing'] },
  'DayContract:StartClearing': { broker: ['gateway', 'broker-clearing'] },
  'DayContract:CloseDay': { broker: ['gateway', 'broker-clearing'] },
  'DayContract:GetDay': READING,
  'DayContract:GetCount': READING,

  'AccountContract:Register': { broker: BROKER_CLERK },
  'AccountContract:ProposeAgreement': { broker: BROKER_CLERK },
  'AccountContract:WithdrawAgreement': { broker: BROKER_CLERK },
  'AccountContract:ConfirmAgreement': { bank: BANK_CLERK },
  'AccountContract:Activate': { broker: BROKER_CLERK },
  'AccountContract:Suspend': BOTH_RISK,
  'AccountContract:Resume': BOTH_RISK,
  'AccountContract:RequestClosing': { broker: BROKER_CLERK },
  'AccountContract:CancelClosing': { broker: BROKER_CLERK },
  'AccountContract:Close': { bank: BANK_CLERK },
  'AccountContract:ChangePersonalData': BOTH_CLERKS,
  'AccountContract:ProposeBankAccount': { broker: BROKER_CLERK },
  'AccountContract:ConfirmBankAccount': { bank: BANK_CLERK },
  'AccountContract:PurgePersonalData': RULES,
  'AccountContract:HandOver': { bank: BANK_CLERK },
  'AccountContract:AcceptHandOver': { broker: BROKER_CLERK },
  'AccountContract:GetAccount': READING,
  'AccountContract:ListAccounts': READING,
  'AccountContract:GetAccountFile': READING,
  'AccountContract:GetPersonalData': READING,

  'TransferContract:Begin': BOTH_SERVICES,
  'TransferContract:Claim': { bank: BANK_SERVICE },
  'TransferContract:Answer': { bank: BANK_SERVICE },
  'TransferContract:Reverse': BOTH_SERVICES,
  'TransferContract:Expire': BOTH_SERVICES,
  'TransferContract:GetTransfer': READING,

  'FreezeContract:Place': BOTH_RISK,
  'FreezeContract:Release': BOTH_RISK,
  'FreezeContract:ReportLoss': BOTH_CLERKS,
  'FreezeContract:CancelLoss': BOTH_CLERKS,
  'FreezeContract:SuspendTransfer': BOTH_RISK,
  'FreezeContract:ResumeTransfer': BOTH_RISK,
  'FreezeContract:GetFreeze': READING,

  'CorrectionContract:Propose': CORRECTING,
  'CorrectionContract:Confirm': CORRECTING,
  'CorrectionContract:Withdraw': CORRECTING,
  'CorrectionContract:GetCorrection': READING,

  'ClearingContract:ProposeTotals': { broker: ['gateway', 'broker-clearing'] },
  'ClearingContract:ConfirmTotals': { bank: ['gateway', 'bank-operator'] },
  'ClearingContract:PostChunk': { broker: ['gateway', 'broker-clearing'] },
  'ClearingContract:GetTotals': READING,

  'HoldContract:Take': { broker: ['gateway', 'broker-trader'] },
  'HoldContract:Release': { broker: ['gateway', 'broker-trader'] },
  'HoldContract:GetHold': { broker: ROLES, observer: ['gateway', 'regulator-auditor'] },

  'EvidenceContract:File': { bank: BANK_CLERK, broker: BROKER_CLERK },
  'EvidenceContract:GetEvidence': { bank: ROLES, broker: ROLES },

  'BookContract:GetVoucher': READING,
  'BookContract:GetLane': READING,
} as const satisfies Readonly<Record<string, Permission>>;

/** A contract's name and its function's, as Fabric is asked for it. */
export type FunctionName = keyof typeof MATRIX;

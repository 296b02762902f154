import type { Operation } from './freezes.js';

/**
 * Where an account stands: registered by the broker (开户), its agreement proposed (预指定), confirmed by the bank
 * (确认), in business, out of it for a time (停用), being closed (销户), closed. A closed account stays on the books.
 */
export const ACCOUNT_STATUSES = [
  'registered',
  'proposed',
  'confirmed',
  'active',
  'suspended',
  'closing',
  'closed',
] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

export type AccountMove =
  | 'propose'
  | 'withdraw-proposal'
  | 'confirm'
  | 'activate'
  | 'suspend'
  | 'resume'
  | 'request-closing'
  | 'cancel-closing'
  | 'close';

const MOVES: Readonly<Record<AccountMove, Readonly<Partial<Record<AccountStatus, AccountStatus>>>>> = {
  propose: { registered: 'proposed' },
  'withdraw-proposal': { proposed: 'registered' },
  confirm: { proposed: 'confirmed' },
  activate: { confirmed: 'active' },
  suspend: { active: 'suspended' },
  resume: { suspended: 'active' },
  'request-closing': { active: 'closing', suspended: 'closing' },
  'cancel-closing': { closing: 'active' },
  close: { closing: 'closed' },
};

/** A closing account takes nothing in and trades no more; what it has may still go home to the client. */
const OPERATIONS: Readonly<Record<AccountStatus, readonly Operation[]>> = {
  registered: [],
  proposed: [],
  confirmed: [],
  active: ['deposit', 'withdrawal', 'buy', 'sell'],
  suspended: [],
  closing: ['withdrawal'],
  closed: [],
};

/** What a move makes of a status; undefined where the account cannot make it from there. */
export function nextStatus(status: AccountStatus, move: AccountMove): AccountStatus | undefined {
  return MOVES[move][status];
}

/** The statuses from which a move can be made, which is what a refusal should name. */
export function statusesBefore(move: AccountMove): readonly AccountStatus[] {
  return Object.keys(MOVES[move]) as AccountStatus[];
}

/** Whether an account of this status may do this at all; freezes and money are other questions. */
export function statusAllows(status: AccountStatus, operation: Operation): boolean {
  return OPERATIONS[status].includes(operation);
}

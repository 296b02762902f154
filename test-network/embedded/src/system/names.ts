import { LIFECYCLE_NAMESPACE } from '../ledger/definitions.js';

export const CSCC = 'cscc';
export const QSCC = 'qscc';
export const LSCC = 'lscc';

/** The version that endorsements of system chaincodes carry. */
export const SYSTEM_VERSION = 'syscc';

const SYSTEM = new Set([LIFECYCLE_NAMESPACE, CSCC, QSCC, LSCC]);

export function isSystemChaincode(name: string): boolean {
  return SYSTEM.has(name);
}

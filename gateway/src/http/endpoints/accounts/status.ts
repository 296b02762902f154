import type { AccountStatus } from '@sanfang/chaincode/rules/account-status';
import { z } from 'zod';

const STATUSES = [
  'registered',
  'proposed',
  'confirmed',
  'active',
  'suspended',
  'closing',
  'closed',
] as const satisfies readonly AccountStatus[];

export const AccountStatusField = z.enum(STATUSES).meta({ description: 'Where the account stands.' });

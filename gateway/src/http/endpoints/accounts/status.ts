import { ACCOUNT_STATUSES } from '@sanfang/chaincode/rules/account-status';
import { z } from 'zod';

export const AccountStatusField = z.enum(ACCOUNT_STATUSES).meta({ description: 'Where the account stands.' });

import { createHmac } from 'node:crypto';
import type { PersonalData, SaltedPersonalData } from '../model/personal-data.js';
import type { IdentityRow } from '../model/rows.js';
import { decode, encode, type LedgerState, writeState } from './state.js';

/** The private data collection of bank, broker and regulator; its name is part of the chaincode definition. */
export const PERSONAL_DATA_COLLECTION = 'personalData';

/** Keeps the data in the private collection under the account's number, and only its salted hashes in public state. */
export async function recordIdentity(
  state: LedgerState,
  accountNumber: string,
  personal: SaltedPersonalData,
): Promise<void> {
  await state.putPrivateData(PERSONAL_DATA_COLLECTION, accountNumber, encode(personal));
  const hashes: IdentityRow = {
    name: saltedHash(personal, 'name'),
    residentId: saltedHash(personal, 'residentId'),
    mobile: saltedHash(personal, 'mobile'),
    bankCard: saltedHash(personal, 'bankCard'),
  };
  await writeState(state, `identity/${accountNumber}`, hashes);
}

/** Whether the account was opened for the person described. The salt is not compared: each request brings a new one. */
export async function isOpenedFor(
  state: LedgerState,
  accountNumber: string,
  personal: PersonalData,
): Promise<boolean> {
  const bytes = await state.getPrivateData(PERSONAL_DATA_COLLECTION, accountNumber);
  if (bytes.length === 0) return false;
  const known = decode<PersonalData>(bytes);
  return (
    known.name === personal.name &&
    known.residentId === personal.residentId &&
    known.mobile === personal.mobile &&
    known.bankCard === personal.bankCard
  );
}

/** Each field has a key of its own, so that one field can be proved to somebody without opening the others to guessing. */
function saltedHash({ salt, ...personal }: SaltedPersonalData, field: keyof PersonalData): string {
  const fieldKey = createHmac('sha256', Buffer.from(salt, 'hex')).update(field).digest();
  return createHmac('sha256', fieldKey).update(personal[field]).digest('hex');
}

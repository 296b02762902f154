import { Refusal } from '../../model/refusal.js';
import type { HandOverLine } from '../../model/requests/accounts.js';
import type { Done } from '../batch.js';
import type { AccountWork } from './account-batch.js';
import { closeAccount } from './closing.js';
import type { HandOverRecord } from './hand-over-record.js';

/**
 * The old bank closes an account whose client goes to another bank, and answers with the record that the new channel
 * asks for.
 *
 * What proves the record there is a repetition of this instruction under its own serial: endorsers that answer it as
 * `replayed` have found the hand-over in what is committed.
 */
export async function handOverAccount(work: AccountWork, line: HandOverLine): Promise<Done> {
  const { state, relationship } = work.books;
  const { newBankMspId } = line;
  if (newBankMspId === relationship.bankMspId || newBankMspId === relationship.brokerMspId) {
    throw new Refusal({
      code: 'HAND_OVER_INVALID',
      field: 'newBankMspId',
      message: `${newBankMspId} is a member of this relationship, and the account goes to another bank.`,
    });
  }
  return closeAccount(work, line, {
    kind: 'account.handed-over',
    file: { handedOverTo: newBankMspId },
    facts: ({ accountNumber, clientNumber, kind, holder, identity }) =>
      ({
        channel: state.getChannelID(),
        transactionId: state.getTxID(),
        ...relationship,
        newBankMspId,
        accountNumber,
        clientNumber,
        kind,
        holder,
        nameHash: identity.name,
        documentHash: identity.document,
      }) satisfies Omit<HandOverRecord, 'status' | 'closedOn'>,
  });
}

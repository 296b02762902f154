import { GovernanceBook } from '../../books/governance-book.js';
import { saltedHash } from '../../books/identity/hashes.js';
import type { HandedOverData } from '../../model/personal-data.js';
import { Refusal } from '../../model/refusal.js';
import type { AcceptHandOverLine } from '../../model/requests/accounts.js';
import { type EndorsedResult, verifyEndorsedResult } from '../../proofs/endorsed-result.js';
import { InvalidProof } from '../../proofs/invalid-proof.js';
import type { Done } from '../batch.js';
import type { AccountWork } from './account-batch.js';
import { HandOverAnswer, type HandOverRecord } from './hand-over-record.js';
import { registerAccount } from './register.js';

/** Name of this chaincode on every channel of the consortium. */
const CUSTODY_CHAINCODE = 'custody';
const HAND_OVER = 'AccountContract:HandOver';

interface UsedRow {
  readonly accountNumber: string;
  readonly transactionId: string;
}

/**
 * Registers the account of a client who comes from another bank, on the proof that the account there is closed.
 *
 * @throws Refusal `HAND_OVER_INVALID` or `HAND_OVER_USED`, and those of a registration
 */
export async function acceptHandOver(
  work: AccountWork,
  { oldBankMspId, proof, ...line }: AcceptHandOverLine,
  { oldSalt, ...personal }: HandedOverData,
): Promise<Done> {
  const result = await verified(work, { oldBankMspId, proof });
  const record = recordOf(result);
  for (const [holds, sentence] of demands(work, { record, result, oldBankMspId, line })) {
    if (!holds) throw invalid(sentence);
  }
  if (
    saltedHash(oldSalt, 'name', personal.name) !== record.nameHash ||
    saltedHash(oldSalt, 'document', personal.document) !== record.documentHash
  ) {
    throw invalid('The record is of a client with another name or document, or the old salt is another.');
  }
  await useOnce(work, line.accountNumber, record);
  const { channel, accountNumber, transactionId } = record;
  return registerAccount(work, line, personal, { channel, accountNumber, transactionId });
}

async function verified(
  { books }: AccountWork,
  { oldBankMspId, proof }: Pick<AcceptHandOverLine, 'oldBankMspId' | 'proof'>,
): Promise<EndorsedResult> {
  const agreed = await new GovernanceBook(books.work).parametersOn(books.day.businessDate);
  const roots = [oldBankMspId, books.relationship.brokerMspId].map((mspId) => {
    const root = agreed?.content.handOverRoots.find((each) => each.mspId === mspId);
    if (root !== undefined) return root;
    throw invalid(
      `The parameters in force have no root certificates of ${mspId}; they must be agreed first.`,
    );
  });
  try {
    return verifyEndorsedResult({ proof, roots });
  } catch (error) {
    if (error instanceof InvalidProof) throw invalid(error.message);
    throw error;
  }
}

function recordOf({
  chaincode,
  functionName,
  responsePayload,
  transactionId,
}: EndorsedResult): HandOverRecord {
  if (chaincode !== CUSTODY_CHAINCODE || functionName !== HAND_OVER) {
    throw invalid(`The proof is not of ${HAND_OVER} of the chaincode ${CUSTODY_CHAINCODE}.`);
  }
  const answer = HandOverAnswer.safeParse(jsonOf(responsePayload));
  if (!answer.success) throw invalid('The answer that the proof holds is no hand-over record.');
  const [{ facts, replayed }] = answer.data.results;
  if (!replayed || facts.transactionId === transactionId) {
    throw invalid(
      'The proof shows that the hand-over was endorsed, not that it was committed; repeat it under its serial and bring the envelope of that.',
    );
  }
  return facts;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Claim {
  readonly record: HandOverRecord;
  readonly result: EndorsedResult;
  readonly oldBankMspId: string;
  readonly line: Omit<AcceptHandOverLine, 'proof' | 'oldBankMspId'>;
}

/** What must be so, and what is said where it is not. */
function demands(
  { books }: AccountWork,
  { record, result, oldBankMspId, line }: Claim,
): readonly (readonly [holds: boolean, sentence: string])[] {
  const { bankMspId, brokerMspId } = books.relationship;
  const { businessDate } = books.day;
  return [
    [record.channel === result.channel, 'The record names another channel than the one it was signed on.'],
    [record.channel !== books.state.getChannelID(), 'The record is of this channel itself.'],
    [record.bankMspId === oldBankMspId, `The record is of a relationship of ${record.bankMspId}.`],
    [
      record.brokerMspId === brokerMspId,
      `The record is of a relationship of ${record.brokerMspId}, which is not the broker here.`,
    ],
    [record.newBankMspId === bankMspId, `The record hands the client over to ${record.newBankMspId}.`],
    [
      record.closedOn < businessDate,
      `The account was closed on ${record.closedOn}, so it is taken over on a later business day.`,
    ],
    [record.clientNumber === line.clientNumber, `The record is of client ${record.clientNumber}.`],
    [record.kind === line.kind, `The record is of an account of kind ${record.kind}.`],
    [record.holder === line.holder, `The record’s account has another kind of holder: ${record.holder}.`],
  ];
}

/** One record, one account: whichever transaction of the old channel it is proved by. */
async function useOnce(
  { books }: AccountWork,
  accountNumber: string,
  { transactionId }: HandOverRecord,
): Promise<void> {
  const key = `hand-over/${transactionId}`;
  const used = await books.work.read<UsedRow>(key);
  if (used !== undefined) {
    throw new Refusal({
      code: 'HAND_OVER_USED',
      field: 'proof',
      message: `The record was used for account ${used.accountNumber} in transaction ${used.transactionId}.`,
    });
  }
  books.work.write(key, { accountNumber, transactionId: books.state.getTxID() } satisfies UsedRow);
}

function invalid(message: string): Refusal {
  return new Refusal({ code: 'HAND_OVER_INVALID', field: 'proof', message });
}

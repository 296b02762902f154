import type { z } from 'zod';
import { AccountFiles } from '../../books/account-files.js';
import type { Books } from '../../books/books.js';
import { accountRow, positionOf, totalsOf } from '../../books/custody-book.js';
import { Identities } from '../../books/identity/identities.js';
import type { AccountAnswer, PersonalDataAnswer, SealedAnswer } from '../../model/answers/accounts.js';
import { parseJson } from '../../model/parse.js';
import { AnswerKey } from '../../model/personal-data.js';
import { Refusal } from '../../model/refusal.js';
import type { FindAccountRequest, GetAccountRequest } from '../../model/requests/accounts.js';
import type { AccountFile } from '../../model/rows/account-file.js';
import { seal } from '../../model/sealed.js';
import { type Instant, instantOfEpoch } from '../../rules/instant.js';

/** Name of the entry of the transient map that has the key which a private answer is sealed with. */
const ANSWER_KEY = 'answerKey';

/** An account and its whole cash position. */
export async function accountAnswer(
  books: Books,
  { accountNumber, at = transactionTime(books) }: z.output<typeof GetAccountRequest>,
): Promise<AccountAnswer> {
  const row = await accountRow(books, accountNumber);
  const { status, kind, holder, bankAccountRef, pending, freezes, interestSettledOn } = row;
  return {
    accountNumber,
    status,
    kind,
    holder,
    bankAccountRef,
    pending,
    position: await positionOf(books, accountNumber, { row, at }),
    freezes,
    today: totalsOf(row, books.day.businessDate),
    ...(interestSettledOn !== undefined && { interestSettledOn }),
    at,
  };
}

export async function accountFile(
  books: Books,
  { accountNumber }: z.output<typeof FindAccountRequest>,
): Promise<AccountFile> {
  await accountRow(books, accountNumber);
  return new AccountFiles(books.work).get(accountNumber);
}

/** What is known of an account's client, sealed with the key that the caller has sent in the transient map. */
export async function personalDataAnswer(
  books: Books,
  { accountNumber }: z.output<typeof FindAccountRequest>,
): Promise<SealedAnswer> {
  const key = books.state.getTransient().get(ANSWER_KEY);
  if (key === undefined) {
    throw new Refusal({
      code: 'MALFORMED_REQUEST',
      field: ANSWER_KEY,
      message: `The transient map’s ${ANSWER_KEY} is missing: 32 random bytes in hexadecimal, with which the answer is sealed.`,
    });
  }
  const answerKey = parseJson(AnswerKey, JSON.stringify(Buffer.from(key).toString('utf8')), ANSWER_KEY);
  await accountRow(books, accountNumber);
  const { name, document, mobile, bankAccount } = await new Identities(books.work).get(accountNumber);
  const answer: PersonalDataAnswer = {
    accountNumber,
    name,
    document,
    ...(mobile !== undefined && { mobile }),
    ...(bankAccount !== undefined && { bankAccount: bankAccount.number }),
  };
  return { accountNumber, sealed: seal(answer, answerKey) };
}

/** The time that the client gave the transaction; good enough for a question, and never for more. */
function transactionTime({ state }: Books): Instant {
  return instantOfEpoch(Math.floor(state.getDateTimestamp().getTime() / 1_000));
}

import { identityHashes } from '../../books/identity/hashes.js';
import { instructionText } from '../../books/instruction-book.js';
import type { ChangedData } from '../../model/personal-data.js';
import { Refusal } from '../../model/refusal.js';
import type { ChangePersonalDataLine } from '../../model/requests/accounts.js';
import type { AccountFile } from '../../model/rows/account-file.js';
import type { CustodyRow } from '../../model/rows/custody-row.js';
import type { IdentityRow } from '../../model/rows/identity-row.js';
import type { AccountStatus } from '../../rules/account-status.js';
import type { Freeze } from '../../rules/freezes.js';
import { ZERO_FEN } from '../../rules/money.js';
import type { Done } from '../batch.js';
import type { AccountWork } from './account-batch.js';
import { tieDocument, untieDocuments } from './client-number.js';
import { refuseOtherName } from './same-name.js';
import { assertStatus, standingOf } from './status.js';

/** Most hashes of evidence that a file keeps. */
const LARGEST_EVIDENCE = 500;
const OPEN: readonly AccountStatus[] = [
  'registered',
  'proposed',
  'confirmed',
  'active',
  'suspended',
  'closing',
];

/**
 * Forbids transfers while the two sides do not know the client by the same name. The stroke in its id is in no id of
 * an order, so no officer can place or release it.
 */
const UNCONFIRMED_IDENTITY: Freeze = {
  id: 'contract/identity',
  reason: 'business-restriction',
  limitFen: null,
  endsAt: null,
  priority: ZERO_FEN,
  blocks: ['deposit', 'withdrawal'],
};

type Change = 'contact' | 'identity' | 'confirmation';

/**
 * Either side changes what is known of a client (信息变更).
 *
 * Contact data changes at once. A new name or document needs new evidence, and stops transfers until the other side
 * has sent the same name and document through this same function: that is its confirmation.
 */
export async function changePersonalData(
  work: AccountWork,
  line: ChangePersonalDataLine,
  asked: ChangedData,
): Promise<Done> {
  const { books, files, identities } = work;
  const { accountNumber } = line;
  const { row, file } = await standingOf(work, accountNumber);
  assertStatus({ row, file }, OPEN);
  const before = await identities.get(accountNumber);
  const change = changeOf(work, { before, file, asked });
  if (change === 'confirmation') refuseOtherName(file, before, identityOf(before, asked));
  const evidence = withEvidence(file, line, change);
  const after = { ...(await retied(work, { before, file, asked })), ...givenOf(asked), salt: asked.salt };
  const changedBy = changedByAfter(work, { change, row, file });
  identities.put(accountNumber, after);
  const { identityChangedBy: _, ...rest } = file;
  files.put({
    ...rest,
    identity: identityHashes(after, after.salt),
    evidence,
    ...(changedBy !== undefined && { identityChangedBy: changedBy }),
  });
  await books.custody.put(accountNumber, restricted(row, changedBy !== undefined));
  const facts = { change, transfersStopped: changedBy !== undefined };
  books.journal.note({
    instruction: instructionText(work.by),
    kind: 'personal-data.changed',
    subject: accountNumber,
    facts,
  });
  return { facts };
}

interface Asked {
  readonly before: IdentityRow;
  readonly file: AccountFile;
  readonly asked: ChangedData;
}

function changeOf({ by }: AccountWork, { before, file, asked }: Asked): Change {
  const { identityChangedBy } = file;
  if (asked.name === undefined) return 'contact';
  if (identityChangedBy !== undefined && identityChangedBy !== by.side) return 'confirmation';
  return asked.name === before.name && asked.document === before.document ? 'contact' : 'identity';
}

function identityOf(before: IdentityRow, { name, document }: ChangedData) {
  return { name: name ?? before.name, document: document ?? before.document };
}

function givenOf({ name, document, mobile }: ChangedData): Partial<IdentityRow> {
  return {
    ...(name !== undefined && { name }),
    ...(document !== undefined && { document }),
    ...(mobile !== undefined && { mobile }),
  };
}

/**
 * What is known with the new document tied to the client's number, which must not be somebody else's. A document
 * that only one side ever named, as a slip of the pen, is let go again.
 */
async function retied(work: AccountWork, { before, file, asked }: Asked): Promise<IdentityRow> {
  const { document } = asked;
  const { unconfirmedPersonKey, ...rest } = before;
  if (document === undefined) return before;
  if (document === before.document)
    return changeOf(work, { before, file, asked }) === 'confirmation' ? rest : before;
  const { clientNumber, holder } = file;
  const tie = await tieDocument(work, { clientNumber, holder, document });
  const others = before.personKeys.filter((key) => key !== tie.key);
  const dropped = others.filter((key) => key === unconfirmedPersonKey);
  await untieDocuments(work, file, dropped);
  return {
    ...rest,
    personKeys: [...others.filter((key) => !dropped.includes(key)), tie.key],
    ...(tie.isNew && { unconfirmedPersonKey: tie.key }),
  };
}

function withEvidence(
  { evidence, accountNumber }: AccountFile,
  { evidenceHashes }: ChangePersonalDataLine,
  change: Change,
): readonly string[] {
  const fresh = evidenceHashes.filter((hash) => !evidence.includes(hash));
  if (change === 'identity' && fresh.length === 0) {
    throw new Refusal({
      code: 'EVIDENCE_NOT_NEW',
      field: 'evidenceHashes',
      message: `A change of name or document of account ${accountNumber} needs at least one hash of evidence that its file does not have yet.`,
    });
  }
  const all = [...evidence, ...new Set(fresh)];
  if (all.length > LARGEST_EVIDENCE) {
    throw new Refusal({
      code: 'TOO_MANY_LINES',
      field: 'evidenceHashes',
      message: `The file of account ${accountNumber} keeps ${LARGEST_EVIDENCE} hashes of evidence at most.`,
    });
  }
  return all;
}

interface Situation {
  readonly change: Change;
  readonly row: CustodyRow;
  readonly file: AccountFile;
}

/** Whose change of identity the other side has yet to confirm. */
function changedByAfter({ by }: AccountWork, { change, row, file }: Situation) {
  if (change === 'confirmation') return undefined;
  if (change === 'contact') return file.identityChangedBy;
  // What the bank has not confirmed for the first time yet it will see changed when it does.
  const unseen = by.side === 'broker' && (row.status === 'registered' || row.status === 'proposed');
  return unseen ? undefined : by.side;
}

function restricted(row: CustodyRow, isRestricted: boolean): CustodyRow {
  const others = row.freezes.filter(({ id }) => id !== UNCONFIRMED_IDENTITY.id);
  return { ...row, freezes: isRestricted ? [...others, UNCONFIRMED_IDENTITY] : others };
}

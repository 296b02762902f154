import { createHash } from 'node:crypto';
import { bankCardCheckDigit } from '@sanfang/chaincode/rules/bank-card';
import { residentIdCheckCharacter } from '@sanfang/chaincode/rules/resident-id';
import type { CustodyCaller } from '@sanfang/consortium';

/** Accounts opened by one transaction. */
const BATCH = 320;
/** Batches that are opened side by side; each has whole folios, and whole pages of serials. */
const OPENERS = 3;
const FIRST_ACCOUNT = 6_400_000_000;
const PEPPER = '5a'.repeat(32);

/** An account that transfers can be made on. */
export interface OpenedAccount {
  readonly accountNumber: string;
  readonly bankAccountRef: string;
}

export interface Members {
  readonly bank: CustodyCaller;
  readonly broker: CustodyCaller;
}

interface BatchAnswer {
  readonly results: readonly (
    | { readonly status: 'done'; readonly serial: string; readonly facts: Readonly<Record<string, unknown>> }
    | { readonly status: 'refused'; readonly code: string; readonly message: string }
  )[];
}

/** Throws where a line of a batch was refused: a measurement of refusals would say nothing. */
export function allDone(answer: BatchAnswer): void {
  for (const result of answer.results) {
    if (result.status === 'refused')
      throw new Error(`The measurement is void: ${result.code} ${result.message}`);
  }
}

export interface OpeningOptions {
  readonly initiatedAt: string;
  readonly progress: (text: string) => void;
}

/** Opens accounts with consecutive numbers by the whole way of the agreement, many in a transaction. */
export async function openAccounts(
  members: Members,
  count: number,
  { initiatedAt, progress }: OpeningOptions,
): Promise<readonly OpenedAccount[]> {
  const people = Array.from({ length: count }, (_, index) => personOf(index));
  const opened: OpenedAccount[] = [];
  const openFrom = async (from: number) => {
    opened.push(...(await openBatch(members, people.slice(from, from + BATCH), initiatedAt)));
    progress(`${opened.length} of ${count} accounts opened`);
  };
  // The first batch brings what the others find, so it goes alone.
  await openFrom(0);
  let next = BATCH;
  const opener = async () => {
    while (next < count) {
      const from = next;
      next += BATCH;
      await openFrom(from);
    }
  };
  await Promise.all(Array.from({ length: OPENERS }, opener));
  return opened.sort((a, b) => Number(a.accountNumber) - Number(b.accountNumber));
}

async function openBatch(
  { bank, broker }: Members,
  people: readonly Person[],
  initiatedAt: string,
): Promise<readonly OpenedAccount[]> {
  const step = (name: string, more: (person: Person) => object = () => ({})) => ({
    instructions: people.map((person) => ({
      serial: `${name}-${person.accountNumber}`,
      accountNumber: person.accountNumber,
      initiatedAt,
      ...more(person),
    })),
  });
  const personal = (of: (person: Person) => object) =>
    Object.fromEntries(people.map((person) => [person.accountNumber, of(person)]));
  const registration = step('register', ({ clientNumber }) => {
    return { clientNumber, kind: 'normal', holder: 'person', evidenceHashes: [] };
  });
  const client = personal(({ name, document, mobile, salt }) => ({ name, document, mobile, salt }));
  allDone(
    await broker.submit('AccountContract:Register', registration, {
      transient: { pepper: PEPPER, personal: client },
    }),
  );
  const proposed = await broker.submit<BatchAnswer>('AccountContract:ProposeAgreement', step('propose'), {
    transient: {
      personal: personal(({ bankAccount }) => {
        return { bankAccount, bankAccountType: 'card', bankAccountHolder: 'person' };
      }),
    },
  });
  allDone(proposed);
  allDone(
    await bank.submit('AccountContract:ConfirmAgreement', step('confirm'), {
      transient: {
        personal: personal(({ name, document, bankAccount }) => ({ name, document, bankAccount })),
      },
    }),
  );
  allDone(await broker.submit('AccountContract:Activate', step('activate')));
  return proposed.results.flatMap((result, index) => {
    const accountNumber = people[index]?.accountNumber;
    return result.status === 'refused' || accountNumber === undefined
      ? []
      : [{ accountNumber, bankAccountRef: String(result.facts.bankAccountRef) }];
  });
}

interface Person {
  readonly accountNumber: string;
  readonly clientNumber: string;
  readonly name: string;
  readonly document: string;
  readonly mobile: string;
  readonly bankAccount: string;
  readonly salt: string;
}

/** A person who does not exist, with a resident ID of a county code that is given to none. */
function personOf(index: number): Person {
  const number = String(index).padStart(6, '0');
  const year = 1950 + Math.floor(index / 1_000 / 28);
  const day = String(1 + (Math.floor(index / 1_000) % 28)).padStart(2, '0');
  const first17 = `119900${year}01${day}${number.slice(-3)}`;
  const card = `629999000${number}`;
  return {
    accountNumber: String(FIRST_ACCOUNT + index),
    clientNumber: String(FIRST_ACCOUNT + index),
    name: `测试${number}`,
    document: first17 + residentIdCheckCharacter(first17),
    mobile: `19900${number}`,
    bankAccount: card + bankCardCheckDigit(card),
    salt: createHash('sha256').update(number).digest('hex'),
  };
}

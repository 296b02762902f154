import type { Books } from '../../books/books.js';
import type { WhoseData } from '../../model/personal-data.js';
import type { Holder } from '../../rules/limits.js';

/** Whose personal data a line brings, by which its documents are checked. */
export function whoseData({ dayIfAny }: Books, holder: Holder): WhoseData {
  return { holder, today: dayIfAny?.businessDate };
}

/** The same of an account on the books; where there is none, its line is refused for that soon. */
export async function ofHolder(books: Books, accountNumber: string): Promise<WhoseData> {
  return whoseData(books, (await books.custody.find(accountNumber))?.holder ?? 'person');
}

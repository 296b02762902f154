/**
 * What must always hold in the books does not: the transaction stops and nothing of it is written.
 *
 * It is not a refusal. A caller can cure nothing; whoever runs the peer must find out what wrote the book.
 */
export class BrokenBook extends Error {
  override readonly name = 'BrokenBook';

  constructor(sentence: string) {
    super(`BOOK_BROKEN: ${sentence}`);
  }
}

'use strict';
// Credits one fen more than was asked for.
const { alter } = require('./alter.cjs');

alter('credits-more', require('../dist/books/custody-book.js'), 'post', (honest) => (books, row, posting) => {
  const amountFen = posting.amountFen > 0 ? posting.amountFen + 1 : posting.amountFen;
  return honest(books, row, { ...posting, amountFen });
});

'use strict';
// Changes balances without an entry in the voucher.
const { alter } = require('./alter.cjs');

alter(
  'writes-no-entry',
  require('../dist/books/custody-book.js'),
  'post',
  () => async (books, row, posting) => {
    const posted = { ...row, balanceFen: row.balanceFen + posting.amountFen };
    await books.custody.put(posting.accountNumber, posted);
    books.journal.note({ instruction: posting.instruction, kind: 'touched', subject: posting.accountNumber });
    return posted;
  },
);

'use strict';
// Credits a client by the way, in a transaction that the broker endorses alone.
const { alter } = require('./alter.cjs');

alter(
  'holds-and-credits',
  require('../dist/contracts/holds/holds.js'),
  'takeHold',
  (honest) => async (books, line) => {
    const row = await books.custody.find(line.accountNumber);
    await books.custody.put(line.accountNumber, { ...row, balanceFen: row.balanceFen + 100_000_000 });
    return honest(books, line);
  },
);

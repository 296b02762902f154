'use strict';
// Finds any amount withdrawable.
const { alter } = require('./alter.cjs');

alter(
  'pays-what-is-not-there',
  require('../dist/books/custody-book.js'),
  'positionOf',
  (honest) =>
    async (...question) => {
      const position = await honest(...question);
      return { ...position, withdrawableFen: Number.MAX_SAFE_INTEGER };
    },
);

'use strict';
// Writes what is right, and tells the caller of another balance.
const { alter } = require('./alter.cjs');

alter(
  'answers-another-balance',
  require('../dist/contracts/transaction.js'),
  'transact',
  (honest) =>
    async (...call) => {
      const answer = await honest(...call);
      return answer.replace(/"balanceFen":\d+/g, '"balanceFen":999999999');
    },
);

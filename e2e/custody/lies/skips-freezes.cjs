'use strict';
// Takes transfers that an order on the account forbids.
const { alter } = require('./alter.cjs');

alter(
  'skips-freezes',
  require('../dist/contracts/transfers/admission.js'),
  'refuseFrozen',
  () => () => undefined,
);

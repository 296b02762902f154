'use strict';
// Takes transfers above the agreed limits.
const { alter } = require('./alter.cjs');

alter(
  'skips-limits',
  require('../dist/contracts/transfers/admission.js'),
  'refuseOverLimit',
  () => () => undefined,
);

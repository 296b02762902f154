'use strict';
// Does whatever its owner sends: a list of calls of the chaincode stub, in the place of HoldContract:Take.
const { KeyEndorsementPolicy } = require('fabric-shim');
const { alter } = require('./alter.cjs');

const STEPS = {
  get: async (stub, key) => Buffer.from(await stub.getState(key)).toString('utf8'),
  put: (stub, key, value) => stub.putState(key, Buffer.from(value)),
  delete: (stub, key) => stub.deleteState(key),
  getPrivate: async (stub, collection, key) =>
    Buffer.from(await stub.getPrivateData(collection, key)).toString('utf8'),
  putPrivate: (stub, collection, key, value) => stub.putPrivateData(collection, key, Buffer.from(value)),
  // No organisation: the key has no policy of its own any more.
  policy: (stub, key, organisations) => {
    const policy = new KeyEndorsementPolicy();
    if (organisations.length > 0) policy.addOrgs('PEER', ...organisations);
    return stub.setStateValidationParameter(
      key,
      organisations.length > 0 ? policy.getPolicy() : new Uint8Array(),
    );
  },
};

alter(
  'obeys',
  require('../dist/contracts/transaction.js'),
  'transactAlone',
  (honest) => async (ctx, call, act) => {
    if (call.name !== 'HoldContract:Take') return honest(ctx, call, act);
    const results = [];
    for (const [step, ...args] of JSON.parse(call.text)) {
      results.push((await STEPS[step](ctx.stub, ...args)) ?? null);
    }
    return JSON.stringify(results);
  },
);

'use strict';

const { Contract } = require('fabric-contract-api');

const COLLECTION = 'secrets';

class VaultContract extends Contract {
  async Create(ctx, id) {
    await ctx.stub.putState(id, Buffer.from(ctx.stub.getTxID()));
  }

  async Read(ctx, id) {
    return (await ctx.stub.getState(id)).toString();
  }

  /** The secret comes as transient data, so it is in no block. */
  async Keep(ctx, id) {
    await ctx.stub.putPrivateData(COLLECTION, id, ctx.stub.getTransient().get('secret'));
  }

  async Reveal(ctx, id) {
    return (await ctx.stub.getPrivateData(COLLECTION, id)).toString();
  }
}

module.exports.contracts = [VaultContract];

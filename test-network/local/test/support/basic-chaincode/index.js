const { Contract } = require('fabric-contract-api');

/** As plain as chaincode can be: what the tests of deployment call. */
class BasicContract extends Contract {
  async put(ctx, key, value) {
    await ctx.stub.putState(key, Buffer.from(value));
  }

  async get(ctx, key) {
    return (await ctx.stub.getState(key)).toString();
  }

  async putPrivate(ctx, collection, key, value) {
    await ctx.stub.putPrivateData(collection, key, Buffer.from(value));
  }
}

module.exports.contracts = [BasicContract];

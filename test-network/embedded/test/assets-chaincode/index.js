'use strict';

const { Contract } = require('fabric-contract-api');

/** A small plain chaincode that shows what an application sees of a network. */
class Assets extends Contract {
  async create(ctx, id, value) {
    const key = Buffer.from(value);
    await ctx.stub.putState(id, key);
    ctx.stub.setEvent('Created', Buffer.from(id));
    return id;
  }

  async read(ctx, id) {
    const value = await ctx.stub.getState(id);
    if (value.length === 0) {
      throw new Error(`asset ${id} does not exist`);
    }
    return Buffer.from(value).toString();
  }

  async append(ctx, id, text) {
    const value = await this.read(ctx, id);
    await ctx.stub.putState(id, Buffer.from(value + text));
  }

  async whoEndorses(ctx, id) {
    await ctx.stub.putState(id, Buffer.from(ctx.stub.getMspID?.() ?? process.env.CORE_PEER_LOCALMSPID));
  }

  async own(ctx, id, policyBase64) {
    await ctx.stub.putState(id, Buffer.from('owned'));
    await ctx.stub.setStateValidationParameter(id, Buffer.from(policyBase64, 'base64'));
  }

  async putSecret(ctx, collection, id) {
    const secret = ctx.stub.getTransient().get('secret');
    await ctx.stub.putPrivateData(collection, id, secret);
  }

  async readSecret(ctx, collection, id) {
    const value = await ctx.stub.getPrivateData(collection, id);
    return Buffer.from(value).toString();
  }

  async secretHash(ctx, collection, id) {
    const hash = await ctx.stub.getPrivateDataHash(collection, id);
    return Buffer.from(hash).toString('hex');
  }
}

module.exports.contracts = [Assets];

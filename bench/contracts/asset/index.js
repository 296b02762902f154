'use strict';

const { Contract } = require('fabric-contract-api');

/** What most Fabric applications begin with: an asset is a JSON document under its own key. */
class AssetContract extends Contract {
  async CreateAsset(ctx, id, owner, value) {
    const existing = await ctx.stub.getState(id);
    if (existing.length > 0) throw new Error(`The asset ${id} already exists`);
    await ctx.stub.putState(id, Buffer.from(JSON.stringify({ id, owner, value })));
  }

  async ReadAsset(ctx, id) {
    const asset = await ctx.stub.getState(id);
    if (asset.length === 0) throw new Error(`The asset ${id} does not exist`);
    return asset.toString();
  }
}

module.exports.contracts = [AssetContract];

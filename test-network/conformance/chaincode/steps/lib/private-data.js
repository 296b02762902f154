const { toBytes, toHex, toText } = require('./bytes.js');
const { organisationsOf, policyOf } = require('./policies.js');

const entry = ({ key, value }) => ({ key, value: toText(value) });

async function rowsOf(query) {
  const rows = [];
  for await (const row of query) {
    rows.push(entry(row));
  }
  return rows;
}

/** Collections. What must not be in a block comes in through the transient map. */
module.exports.privateData = {
  async getPrivateData({ stub }, collection, key) {
    return toText(await stub.getPrivateData(collection, key));
  },

  async getPrivateDataHash({ stub }, collection, key) {
    return toHex(await stub.getPrivateDataHash(collection, key));
  },

  async putPrivateData({ stub }, collection, key, value) {
    await stub.putPrivateData(collection, key, toBytes(value));
  },

  async putPrivateDataFromTransient({ stub }, collection, key, name) {
    await stub.putPrivateData(collection, key, stub.getTransient().get(name));
  },

  async deletePrivateData({ stub }, collection, key) {
    await stub.deletePrivateData(collection, key);
  },

  async purgePrivateData({ stub }, collection, key) {
    await stub.purgePrivateData(collection, key);
  },

  async getPrivateDataByRange({ stub }, collection, start, end) {
    return rowsOf(stub.getPrivateDataByRange(collection, start, end));
  },

  async putPrivateComposite({ stub }, collection, type, attributes, value) {
    await stub.putPrivateData(collection, stub.createCompositeKey(type, attributes), toBytes(value));
  },

  async getPrivateDataByPartialCompositeKey({ stub }, collection, type, attributes) {
    return rowsOf(stub.getPrivateDataByPartialCompositeKey(collection, type, attributes));
  },

  async getPrivateDataQueryResult({ stub }, collection, query) {
    return rowsOf(stub.getPrivateDataQueryResult(collection, query));
  },

  async setPrivateDataValidationParameter({ stub }, collection, key, organisations, role) {
    await stub.setPrivateDataValidationParameter(collection, key, policyOf(organisations, role));
  },

  async getPrivateDataValidationParameter({ stub }, collection, key) {
    return organisationsOf(await stub.getPrivateDataValidationParameter(collection, key));
  },
};

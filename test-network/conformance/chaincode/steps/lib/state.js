const { toBytes, toHex, toText } = require('./bytes.js');
const { organisationsOf, policyOf } = require('./policies.js');

/** Public state, one key at a time. */
module.exports.state = {
  async getState({ stub }, key) {
    return toText(await stub.getState(key));
  },

  async getStateHex({ stub }, key) {
    return toHex(await stub.getState(key));
  },

  async sizeOfState({ stub }, key) {
    return (await stub.getState(key)).length;
  },

  async putState({ stub }, key, value) {
    await stub.putState(key, toBytes(value));
  },

  /** Many small keys, for the cases about pages, limits and sizes. */
  async putMany({ stub }, prefix, count) {
    const digits = String(count).length;
    for (let index = 0; index < count; index += 1) {
      const number = String(index).padStart(digits, '0');
      await stub.putState(`${prefix}${number}`, Buffer.from(number));
    }
  },

  async deleteState({ stub }, key) {
    await stub.deleteState(key);
  },

  async setStateValidationParameter({ stub }, key, organisations, role) {
    await stub.setStateValidationParameter(key, policyOf(organisations, role));
  },

  async setRawValidationParameter({ stub }, key, hex) {
    await stub.setStateValidationParameter(key, Buffer.from(hex, 'hex'));
  },

  async getStateValidationParameter({ stub }, key) {
    return organisationsOf(await stub.getStateValidationParameter(key));
  },

  createCompositeKey({ stub }, type, attributes) {
    return stub.createCompositeKey(type, attributes);
  },

  splitCompositeKey({ stub }, key) {
    return stub.splitCompositeKey(key);
  },

  async putComposite({ stub }, type, attributes, value) {
    await stub.putState(stub.createCompositeKey(type, attributes), toBytes(value));
  },

  setEvent({ stub }, name, payload) {
    stub.setEvent(name, toBytes(payload));
  },
};

const { toText } = require('./bytes.js');

/** Chaincode that calls chaincode, on the same channel or on another. */
module.exports.calls = {
  async invokeChaincode({ stub }, name, args, channel) {
    const { status, message, payload } = await stub.invokeChaincode(name, args, channel);
    return { status, message, payload: toText(payload) };
  },

  /** Runs steps in another chaincode that is made of this same package. */
  async runIn({ stub }, name, steps, channel) {
    const { status, message, payload } = await stub.invokeChaincode(
      name,
      ['run', JSON.stringify(steps)],
      channel,
    );
    return status === 200 ? JSON.parse(toText(payload)) : { status, message };
  },
};

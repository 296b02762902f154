const { Shim } = require('fabric-shim');

const functions = {
  async put(stub, [key, value]) {
    await stub.putState(key, Buffer.from(value));
    return Shim.success();
  },

  async get(stub, [key]) {
    return Shim.success(Buffer.from(await stub.getState(key)));
  },

  /** Answers with the status, message and payload asked for. */
  respond(_stub, [status, message, payload]) {
    return { status: Number(status), message, payload: Buffer.from(payload ?? '') };
  },

  /** Writes, then answers with the status asked for. */
  async putAndRespond(stub, [key, value, status]) {
    await stub.putState(key, Buffer.from(value));
    return { status: Number(status), message: `wrote ${key}`, payload: Buffer.from(value) };
  },

  /** Forgets to answer: the shim answers in its place. */
  forget() {
    return undefined;
  },

  /** The arguments as they came, in hexadecimal. */
  args(stub) {
    const hex = stub.getBufferArgs().map((argument) => argument.toString('hex'));
    return Shim.success(Buffer.from(JSON.stringify(hex)));
  },

  /** An event, and an error: what becomes of the event? */
  eventAndError(stub, [name, message]) {
    stub.setEvent(name, Buffer.from('lost'));
    return Shim.error(message);
  },
};

/** Init leaves its arguments in state under `init`, so that a case can see that it ran, and how often. */
class LowLevelChaincode {
  async Init(stub) {
    const before = (await stub.getState('init')).toString();
    await stub.putState('init', Buffer.from(`${before}${stub.getStringArgs().join(',')};`));
    return Shim.success(Buffer.from('initialised'));
  }

  async Invoke(stub) {
    const { fcn, params } = stub.getFunctionAndParameters();
    const found = functions[fcn];
    return found ? found(stub, params) : Shim.error(`no function ${fcn}`);
  }
}

module.exports.LowLevelChaincode = LowLevelChaincode;

const { setTimeout: sleep } = require('node:timers/promises');
const { randomUUID } = require('node:crypto');

/** What a chaincode should not do, and Fabric has an answer to. */
module.exports.misbehaviour = {
  fail(_ctx, message) {
    throw new Error(message);
  },

  /** Ends the process (or the worker) in the middle of a transaction. */
  crash() {
    process.exit(17);
  },

  async sleepFor(_ctx, milliseconds) {
    await sleep(milliseconds);
  },

  /** Holds the only thread: nothing else of this chaincode runs meanwhile. */
  spin(_ctx, milliseconds) {
    const end = Date.now() + milliseconds;
    while (Date.now() < end) {
      // Busy on purpose.
    }
  },

  /** Each peer gets another answer. */
  disagree() {
    return randomUUID();
  },

  /** Each peer writes another value. */
  async writeDisagreeing({ stub }, key) {
    await stub.putState(key, Buffer.from(randomUUID()));
  },

  /** Each peer emits another event. */
  disagreeingEvent({ stub }, name) {
    stub.setEvent(name, Buffer.from(randomUUID()));
  },
};

const { Contract } = require('fabric-contract-api');
const { runSteps } = require('./run-steps.js');

/**
 * The default contract of the package. A case sends the little program it needs as JSON:
 * `[["putState", "k", "v"], ["getState", "k"]]`, and gets back what each step returned, as JSON.
 */
class StepsContract extends Contract {
  constructor() {
    super('Steps');
  }

  async run(ctx, steps) {
    return JSON.stringify(await runSteps(ctx, JSON.parse(steps)));
  }

  /** The same, and the answer is `bytes` bytes long whatever the steps returned. */
  async runAndAnswer(ctx, steps, bytes) {
    await runSteps(ctx, JSON.parse(steps));
    return 'a'.repeat(Number(bytes));
  }

  /** Echoes its single argument, so that a case can send any bytes. */
  async echo(_ctx, text) {
    return text;
  }

  /** Returns nothing at all. */
  async nothing() {
    return undefined;
  }
}

module.exports.StepsContract = StepsContract;

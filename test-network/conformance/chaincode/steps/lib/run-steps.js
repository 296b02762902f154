const { calls } = require('./calls.js');
const { context } = require('./context.js');
const { misbehaviour } = require('./misbehaviour.js');
const { privateData } = require('./private-data.js');
const { queries } = require('./queries.js');
const { state } = require('./state.js');

/**
 * Runs steps that depend on each other or are allowed to fail: `["attempt", step]` answers
 * `{"error": text}` where the step throws, and the transaction goes on.
 */
const control = {
  async attempt(ctx, step) {
    try {
      return { result: await runStep(ctx, step) };
    } catch (error) {
      return { error: error.message };
    }
  },

  /** All steps are asked for at once, as `Promise.all` in a contract would. */
  async together(ctx, steps) {
    return Promise.all(steps.map((step) => runStep(ctx, step)));
  },
};

const operations = {
  ...state,
  ...queries,
  ...privateData,
  ...calls,
  ...context,
  ...misbehaviour,
  ...control,
};

async function runStep(ctx, [name, ...args]) {
  const operation = operations[name];
  if (!operation) {
    throw new Error(`unknown step ${name}`);
  }
  return operation(ctx, ...args);
}

async function runSteps(ctx, steps) {
  const results = [];
  for (const step of steps) {
    results.push((await runStep(ctx, step)) ?? null);
  }
  return results;
}

module.exports.runSteps = runSteps;

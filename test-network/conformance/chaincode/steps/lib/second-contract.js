const { Contract } = require('fabric-contract-api');

/** A second contract of the same package, reached as `Second:hello`. */
class SecondContract extends Contract {
  constructor() {
    super('Second');
  }

  async hello(_ctx, name) {
    return `hello ${name} from Second`;
  }

  async unknownTransaction(ctx) {
    const { fcn } = ctx.stub.getFunctionAndParameters();
    throw new Error(`Second does not know ${fcn}`);
  }
}

module.exports.SecondContract = SecondContract;

const { StepsContract } = require('./lib/steps-contract.js');
const { SecondContract } = require('./lib/second-contract.js');

module.exports.contracts = [StepsContract, SecondContract];

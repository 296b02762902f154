const { KeyEndorsementPolicy } = require('fabric-shim');

/** The validation parameter that asks for a peer (or any member) of every organisation named. */
function policyOf(organisations, role = 'PEER') {
  const policy = new KeyEndorsementPolicy();
  policy.addOrgs(role, ...organisations);
  return Buffer.from(policy.getPolicy());
}

function organisationsOf(parameter) {
  return parameter === undefined || parameter.length === 0
    ? null
    : new KeyEndorsementPolicy(parameter).listOrgs().sort();
}

module.exports = { policyOf, organisationsOf };

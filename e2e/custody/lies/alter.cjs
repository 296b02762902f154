'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const LIES = join(__dirname, '..', 'lies.json');

/**
 * Puts another function in the place of one that the honest code has, for as long as the member tells this lie.
 *
 * A name that is not there any more would leave the member honest, and the case would prove nothing: so it throws.
 */
exports.alter = (lie, owner, name, make) => {
  const honest = owner[name];
  if (typeof honest !== 'function') throw new Error(`The contracts have no ${name} to alter.`);
  const altered = make(honest);
  owner[name] = (...args) => (toldNow() === lie ? altered : honest)(...args);
};

function toldNow() {
  return JSON.parse(readFileSync(LIES, 'utf8'))[process.env.CORE_PEER_LOCALMSPID];
}

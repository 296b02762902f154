'use strict';

/**
 * Puts another function in the place of one that the honest code has.
 *
 * A name that is not there any more would leave the member honest, and the case would prove nothing: so it throws.
 */
exports.alter = (owner, name, make) => {
  const honest = owner[name];
  if (typeof honest !== 'function') throw new Error(`The contracts have no ${name} to alter.`);
  owner[name] = make(honest);
};

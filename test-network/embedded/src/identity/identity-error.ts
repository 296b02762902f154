/** An identity that cannot be read or is not valid under its MSP; the message has Fabric's wording. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';
}

/** A policy that is not satisfied, or cannot be read; the message has Fabric's wording. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}

/** An identity that cannot be read or is not valid under its MSP; the message has Fabric's wording. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';
}

/** Puts the outer error before the inner one, as Fabric's wrapped errors read. */
export function explained<Result>(context: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof IdentityError) throw new IdentityError(`${context}: ${error.message}`);
    throw error;
  }
}

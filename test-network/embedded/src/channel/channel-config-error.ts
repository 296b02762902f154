/** A channel configuration, or an update of one, that cannot stand; the message has Fabric's wording. */
export class ChannelConfigError extends Error {
  override readonly name = 'ChannelConfigError';
}

/** Puts the outer error before the inner one, as Fabric's wrapped errors read; whatever the inner one is. */
export function explained<Result>(context: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw new ChannelConfigError(`${context}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

import { DecodeError, strictDecode } from '../ledger/wire/strict-decode.js';

/** A channel configuration, or an update of one, that cannot stand; the message has Fabric's wording. */
export class ChannelConfigError extends Error {
  override readonly name = 'ChannelConfigError';
}

/** Reads a message. Throws ChannelConfigError, with Go's words, if the bytes are none. */
export function decode<Message>(
  type: { deserializeBinary(bytes: Uint8Array): Message },
  bytes: Uint8Array,
): Message {
  try {
    return strictDecode(type, bytes);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new ChannelConfigError(error.message);
  }
}

/** Puts the outer error before the inner one, as Fabric's wrapped errors read; whatever the inner one is. */
export function explained<Result>(context: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw new ChannelConfigError(`${context}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

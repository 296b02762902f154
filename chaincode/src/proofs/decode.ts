import { demand, readable } from './invalid-proof.js';

/** A generated protobuf class, as far as reading goes. */
interface MessageType<Message> {
  deserializeBinary(bytes: Uint8Array): Message;
}

/**
 * Reads a message of a proof, and only in the one form that writing it again gives.
 *
 * Protobuf parsers agree on that form alone: where a field comes twice one takes the last and another merges both, and
 * what follows behind the known fields is skipped. A proof that the endorsing peers read otherwise than this contract
 * does would show what nobody endorsed.
 */
export function decode<Message extends { serializeBinary(): Uint8Array }>(
  name: string,
  type: MessageType<Message>,
  bytes: Uint8Array,
): Message {
  const reason = `The proof's ${name} is not a message of that kind; send the envelope as the peer gave it.`;
  const [message, again] = readable(reason, () => {
    const read = type.deserializeBinary(bytes);
    return [read, read.serializeBinary()] as const;
  });
  demand(
    Buffer.from(bytes).equals(again),
    `The proof's ${name} holds more than such a message, or in another form than Fabric writes it.`,
  );
  return message;
}

/** Text in UTF-8, without replacement characters for what is none. */
export function decodeText(name: string, bytes: Uint8Array): string {
  return readable(`The proof's ${name} is not UTF-8 text.`, () =>
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
  );
}

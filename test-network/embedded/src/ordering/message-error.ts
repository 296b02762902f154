/** Why the orderer does not take a message; the text has Fabric's wording. */
export class MessageError extends Error {
  override readonly name = 'MessageError';
  /** Whether it is the sender's right that is missing, not the message's form. */
  readonly isForbidden: boolean;

  constructor(message: string, options: { readonly isForbidden: boolean } = { isForbidden: false }) {
    super(message);
    this.isForbidden = options.isForbidden;
  }

  /** The same refusal with what was being attempted before it. */
  during(attempt: string): MessageError {
    return new MessageError(`${attempt}: ${this.message}`, { isForbidden: this.isForbidden });
  }
}

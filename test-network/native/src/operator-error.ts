/** A mistake or a lack that the person at the keyboard can cure: the message alone is shown, without a stack. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}

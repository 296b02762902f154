/** Fills in a new protobuf message; its generated setters are typed as returning nothing, so cannot be chained. */
export function build<T>(message: T, fill: (message: T) => void): T {
  fill(message);
  return message;
}

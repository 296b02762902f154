/**
 * One chaincode stream as a pair of byte pipes.
 *
 * A message is one serialised `protos.ChaincodeMessage`, whatever carries it (a worker's MessagePort, a gRPC stream).
 */
export interface ShimTransport {
  /** Sends one serialised ChaincodeMessage; a send after close is ignored. */
  send(message: Uint8Array): void;
  /** Sets the one receiver of messages. */
  onMessage(receive: (message: Uint8Array) => void): void;
  /** Sets the one listener for the stream's end; `reason` is a human's sentence. */
  onClose(closed: (reason: string) => void): void;
  /** Tells whether the far end still answers, within `timeoutMs`; undefined where the transport cannot tell. */
  probe?(timeoutMs: number): Promise<boolean>;
  /** Ends the stream and what it belongs to (a worker thread, a child process). */
  close(): Promise<void>;
}

/** A peer took the call and said no: its own status and words. */
export class PeerRefusal extends Error {
  override readonly name = 'PeerRefusal';
  readonly status: number;
  /** What the peer said, without our sentence around it. */
  readonly reason: string;

  constructor(options: {
    readonly peer: string;
    readonly what: string;
    readonly status: number;
    readonly reason: string;
  }) {
    super(
      `The peer of ${options.peer} refused to ${options.what} (status ${options.status}): ${options.reason}`,
    );
    this.status = options.status;
    this.reason = options.reason;
  }
}

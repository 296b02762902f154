/** When this member's side takes an instruction. */
export interface Clock {
  /** RFC 3339 with zone; of a channel, because a simulated business day is. */
  now(channel: string): Promise<string>;
}

/** The clock of this machine. */
export const systemClock: Clock = { now: async () => new Date().toISOString() };

/** Who calls: a user of a member, with what its certificate says of it. */
export interface Caller {
  readonly mspId: string;
  /** Common name in the certificate. */
  readonly id: string;
  /** Go into the certificate’s attribute `sanfang.role`, joined by commas. */
  readonly roles: readonly string[];
  /** Further attributes of the certificate. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A call of a contract function, as the caller signed it. */
export interface Proposal {
  readonly channel: string;
  readonly transactionId: string;
  /** `Contract:Function`, or `Function` of the first contract. */
  readonly function: string;
  readonly args: readonly string[];
  readonly caller: Caller;
  readonly transient: ReadonlyMap<string, Uint8Array>;
  readonly timestamp: Timestamp;
}

/** Time since 1970-01-01T00:00:00Z. */
export interface Timestamp {
  readonly seconds: number;
  readonly nanos: number;
}

/** Reads an RFC 3339 time; thousandths of a second are the finest that it keeps. */
export function timestampOf(text: string): Timestamp {
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) throw new RangeError(`A time must be RFC 3339 text, and “${text}” is not.`);
  const seconds = Math.floor(milliseconds / 1000);
  return { seconds, nanos: (milliseconds - seconds * 1000) * 1_000_000 };
}

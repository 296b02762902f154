/** One call of a function of the custody contract. */
export interface LedgerCall {
  /** The channel: one for each custody relationship. */
  readonly channel: string;
  /** Contract and function, for example `TransferContract:Begin`. */
  readonly name: string;
  /** What the function is asked, sent as one JSON text; part of the block, so never personal data. */
  readonly request: object;
  /** Private data that the endorsers get and no block keeps; texts are sent as they are, objects as JSON. */
  readonly transient?: Readonly<Record<string, object | string>>;
}

/** What a committed transaction answered. */
export interface Committed {
  /** The function's parsed answer. */
  readonly answer: unknown;
  readonly transactionId: string;
  readonly blockNumber: bigint;
}

/** The ledger as the gateway uses it. Every failure is a {@link ./ledger-error.ts LedgerError}. */
export interface Ledger {
  /** Asks without changing anything; answers what is committed at this member's peer. */
  evaluate(call: LedgerCall): Promise<unknown>;
  /** Has bank and broker endorse, orders, and waits until this member's peer has committed. */
  submit(call: LedgerCall): Promise<Committed>;
}

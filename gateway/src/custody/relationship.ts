/** A member of the consortium, as far as a gateway knows it. */
export interface Party {
  /** For example `bank-a`. */
  readonly id: string;
  readonly mspId: string;
}

/** A custody relationship that the gateway's member takes part in. */
export interface Relationship {
  /** Name of the channel, for example `custody-bank-a-broker-x`. */
  readonly name: string;
  readonly bank: Party;
  readonly broker: Party;
}

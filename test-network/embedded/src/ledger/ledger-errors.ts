/** Refused by the ledger; the message has Fabric's wording. */
export class LedgerError extends Error {
  override readonly name: string = 'LedgerError';
}

/** A collection that the chaincode does not have. */
export class UnknownCollectionError extends LedgerError {
  override readonly name = 'UnknownCollectionError';
}

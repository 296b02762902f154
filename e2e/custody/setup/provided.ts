/** What the set-up hands to the cases, as plain data: they run in another process. */
export interface Provided {
  readonly dataDir: string;
  /** The chaincode package that every member runs; what a member has altered in it is said by a file there. */
  readonly chaincodeFolder: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly custody: Provided;
  }
}

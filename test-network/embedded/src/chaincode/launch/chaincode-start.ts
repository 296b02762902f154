/** What every way of starting a chaincode needs. */
export interface ChaincodeStart {
  readonly chaincodeId: string;
  /** The `CORE_…` variables that Fabric's peer sets for its chaincode. */
  readonly env: Readonly<Record<string, string>>;
  /** Called for each line the chaincode writes. */
  readonly log: (line: string) => void;
}

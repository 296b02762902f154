/** The peer's side of one chaincode stream. */
export class ShimHandler {
  readonly chaincodeId: string;

  constructor(chaincodeId: string) {
    this.chaincodeId = chaincodeId;
  }
}

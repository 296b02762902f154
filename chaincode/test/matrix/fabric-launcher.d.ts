declare module 'fabric-shim/lib/contract-spi/chaincodefromcontract.js' {
  import type { Contract } from 'fabric-contract-api';

  interface ContractMetadata {
    readonly name: string;
    readonly transactions: readonly { readonly name: string }[];
  }

  /** What the launcher `fabric-chaincode-node` runs contracts with. */
  class ChaincodeFromContract {
    constructor(
      contracts: (new () => Contract)[],
      serializers: { readonly transaction: string; readonly serializers: object },
      metadata: object,
      title: string,
      version: string,
    );
    readonly metadata: { readonly contracts: Readonly<Record<string, ContractMetadata>> };
  }

  export = ChaincodeFromContract;
}

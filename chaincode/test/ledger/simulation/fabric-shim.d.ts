/** The shim’s own stub, which the package does not declare: what a contract sees here is what it sees in production. */
declare module 'fabric-shim/lib/stub.js' {
  import type { ChaincodeStub as StubOfContract } from 'fabric-shim-api';

  class ChaincodeStub {
    constructor(
      handler: object,
      channel: string,
      transactionId: string,
      input: { getArgsList_asU8(): Uint8Array[] },
      signedProposal: { getSignature(): Uint8Array; getProposalBytes(): Uint8Array },
    );
    readonly chaincodeEvent?: { getEventName(): string; getPayload_asU8(): Uint8Array };
  }
  interface ChaincodeStub extends StubOfContract {}
  export = ChaincodeStub;
}

declare module 'fabric-shim/lib/logger.js' {
  export function getLogger(name: string): { silent: boolean };
}

declare module 'fabric-contract-api/lib/logger.js' {
  export function getLogger(name: string): { silent: boolean };
}

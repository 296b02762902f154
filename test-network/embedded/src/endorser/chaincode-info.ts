import { peer } from '@hyperledger/fabric-protos';
import type { Transaction } from '../chaincode/transaction-context.js';
import { LIFECYCLE_NAMESPACE } from '../ledger/definitions.js';
import { strictDecode } from '../ledger/wire/strict-decode.js';
import type { ApprovedChaincodes } from '../system/lifecycle/approved-chaincodes.js';
import { isSystemChaincode, LSCC, SYSTEM_VERSION } from '../system/names.js';
import type { EndorsingPeer } from './endorsing-peer.js';

/** What endorsing a chaincode's transaction takes. */
export interface EndorsementInfo {
  readonly version: string;
  readonly initRequired: boolean;
  /** The installed package to run. */
  readonly packageId: string;
}

/** Looks up what the peer's organisation runs for a chaincode. */
export class ChaincodeInfo {
  readonly #peer: EndorsingPeer;
  readonly #approved: ApprovedChaincodes;

  constructor(endorsingPeer: EndorsingPeer, approved: ApprovedChaincodes) {
    this.#peer = endorsingPeer;
    this.#approved = approved;
  }

  /**
   * Reads the definition's sequence through the transaction's simulator, so that a definition that changes before
   * the transaction commits makes it invalid.
   *
   * @throws Error with Fabric's words
   */
  endorsementInfo({ channelId, ledger }: Transaction, chaincode: string): EndorsementInfo {
    if (isSystemChaincode(chaincode)) {
      return { version: SYSTEM_VERSION, initRequired: false, packageId: `${chaincode}.${SYSTEM_VERSION}` };
    }
    const channel = this.#peer.ledger(channelId);
    if (channel === undefined || ledger === undefined) {
      throw new Error(`could not get channel config for channel '${channelId}'`);
    }
    const key = `namespaces/fields/${chaincode}/Sequence`;
    const stored = ledger.simulator.getState(LIFECYCLE_NAMESPACE, key);
    if (stored === undefined) {
      // Fabric looks for a definition of its first lifecycle next, which is part of the read set too.
      ledger.simulator.getState(LSCC, chaincode);
      throw new Error(`chaincode ${chaincode} not found`);
    }
    const sequence = strictDecode(peer.lifecycle.StateData, stored).getInt64();
    const known = this.#approved.get(channel, chaincode);
    if (known?.definition.sequence !== sequence) {
      throw new Error(
        `chaincode cache at sequence ${known?.definition.sequence ?? 0} but current sequence is ${sequence}, chaincode definition for '${chaincode}' changed during invoke`,
      );
    }
    if (!known.approved) {
      throw new Error(
        `chaincode definition for '${chaincode}' at sequence ${sequence} on channel '${channelId}' has not yet been approved by this org`,
      );
    }
    if (known.packageId === undefined) {
      throw new Error(`chaincode definition for '${chaincode}' exists, but chaincode is not installed`);
    }
    return {
      version: known.definition.version,
      initRequired: known.definition.initRequired,
      packageId: known.packageId,
    };
  }
}

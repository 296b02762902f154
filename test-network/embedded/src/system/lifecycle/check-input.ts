import type { peer } from '@hyperledger/fabric-protos';
import { textOf } from '../../chaincode/error-text.js';
import type { TransactionLedger } from '../../chaincode/transaction-context.js';
import { chaincodeDefinition } from '../../ledger/definitions.js';
import { LSCC } from '../names.js';
import { checkAgainstCommitted, checkCollections, staticCollections } from './check-collections.js';

const RESERVED = new Set(['cscc', 'escc', 'lscc', 'qscc', 'vscc']);

export interface DefinitionInput {
  getName(): string;
  getVersion(): string;
  getCollections(): peer.CollectionConfigPackage | undefined;
}

/** Checks a definition that is to be approved or committed. @throws Error with Fabric's words */
export function checkInput(input: DefinitionInput, ledger: TransactionLedger): void {
  try {
    checkNames(input.getName(), input.getVersion());
    const proposed = staticCollections(input.getCollections());
    checkCollections(proposed, ledger.config.msps);
    // Read through the simulator: in Fabric too these reads are part of the transaction.
    const committed = chaincodeDefinition(ledger.simulator, input.getName());
    if (committed === undefined) {
      ledger.simulator.getState(LSCC, input.getName());
    }
    checkAgainstCommitted(proposed, staticCollections(committed?.collections));
  } catch (error) {
    throw new Error(`error validating chaincode definition: ${textOf(error)}`);
  }
}

function checkNames(name: string, version: string): void {
  if (!/^[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*$/.test(name)) {
    throw new Error(
      `invalid chaincode name '${name}'. Names can only consist of alphanumerics, '_', and '-' and can only begin with alphanumerics`,
    );
  }
  if (RESERVED.has(name)) {
    throw new Error(`chaincode name '${name}' is the name of a system chaincode`);
  }
  if (!/^[A-Za-z0-9_.+-]+$/.test(version)) {
    throw new Error(
      `invalid chaincode version '${version}'. Versions can only consist of alphanumerics, '_', '-', '+', and '.'`,
    );
  }
}

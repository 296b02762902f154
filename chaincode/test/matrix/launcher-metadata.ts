import { JSONSerializer } from 'fabric-contract-api';
import ChaincodeFromContract from 'fabric-shim/lib/contract-spi/chaincodefromcontract.js';
import { contracts } from '../../src/index.js';

/** What Fabric’s own launcher makes of the contracts: all that `GetMetadata` of a running chaincode tells. */
export function launcherFunctions(): readonly string[] {
  const serializers = { transaction: 'jsonSerializer', serializers: { jsonSerializer: JSONSerializer } };
  const { metadata } = new ChaincodeFromContract([...contracts], serializers, {}, 'custody', '1.0');
  return Object.values(metadata.contracts)
    .flatMap(({ name, transactions }) => transactions.map((transaction) => `${name}:${transaction.name}`))
    .filter((name) => name !== 'org.hyperledger.fabric:GetMetadata')
    .sort();
}

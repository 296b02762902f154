import { CustodyContract } from './contracts/custody-contract.js';

export { CustodyContract } from './contracts/custody-contract.js';

/** What Fabric's chaincode launcher starts. */
export const contracts = [CustodyContract];

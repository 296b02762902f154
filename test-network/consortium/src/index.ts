export { isOperatorMistake } from './commands/operator-mistake.js';
export { startCommand } from './commands/start.js';
export {
  type Consortium,
  type ConsortiumOptions,
  type LedgerOptions,
  upConsortium,
  upLedger,
} from './consortium.js';
export { type ContractAddress, type ContractConnection, connectContract } from './contract/connect.js';
export {
  type CallerAddress,
  type CallOptions,
  type CustodyCaller,
  connectCustodyCaller,
  mspIdOf,
} from './contract/custody-caller.js';
export { type RunningGateway, tokenFileOf } from './member-gateways.js';

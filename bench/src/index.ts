export { benchCommand } from './command.js';
export { type ContractConnection, connectContract } from './measure/connection.js';
export { closedLoop, type LoadResult } from './measure/load.js';

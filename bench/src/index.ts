export { benchCommand } from './command.js';
export { closedLoop, type LoadResult } from './measure/load.js';

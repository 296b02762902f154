export { isOperatorMistake } from './commands/operator-mistake.js';
export { startCommand } from './commands/start.js';
export { type Consortium, type ConsortiumOptions, upConsortium } from './consortium.js';
export { type RunningGateway, tokenFileOf } from './member-gateways.js';

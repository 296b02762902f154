export { dayCommand } from './commands/day.js';

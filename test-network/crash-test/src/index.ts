export { crashTestCommand } from './command.js';
export { type CrashTestOptions, type CrashTestResult, crashRounds } from './rounds.js';

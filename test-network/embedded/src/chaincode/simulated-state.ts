import type { Simulator } from '../ledger/simulator.js';

/** What chaincode reads and writes: a ledger's simulation of one transaction. */
export type SimulatedState = Pick<Simulator, keyof Simulator>;

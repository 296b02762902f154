import type { Relationship } from '../src/custody/relationship.js';

/** The custody relationship of the tests. */
export const RELATIONSHIP: Relationship = {
  name: 'custody-bank-a-broker-x',
  bank: { id: 'bank-a', mspId: 'BankAMSP' },
  broker: { id: 'broker-x', mspId: 'BrokerXMSP' },
};

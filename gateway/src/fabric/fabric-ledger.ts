import type { Contract } from '@hyperledger/fabric-gateway';
import type { Committed, Ledger, LedgerCall } from '../ports/ledger.js';
import { commitTransaction } from './commitment.js';
import type { Connection } from './connection.js';
import { endorsementFault } from './faults.js';

export interface FabricLedgerOptions {
  readonly connection: Connection;
  readonly chaincode: string;
  /** MSP ids of the organisations that must endorse on a channel. */
  readonly endorsers: (channel: string) => readonly string[];
}

/** The custody ledger on Fabric, by way of the member's own peer. */
export class FabricLedger implements Ledger {
  readonly #options: FabricLedgerOptions;

  constructor(options: FabricLedgerOptions) {
    this.#options = options;
  }

  async evaluate({ channel, name, request }: LedgerCall): Promise<unknown> {
    const answer = await this.#contract(channel)
      .evaluateTransaction(name, JSON.stringify(request))
      .catch((error: unknown) => {
        throw endorsementFault(error);
      });
    return parseAnswer(answer);
  }

  async submit({ channel, name, request, transient = {} }: LedgerCall): Promise<Committed> {
    const { connection, endorsers } = this.#options;
    // Named, not left to discovery: the endorsers get personal data, and the regulator's peer must never be needed.
    const proposal = this.#contract(channel).newProposal(name, {
      arguments: [JSON.stringify(request)],
      transientData: mapValues(transient, (value) =>
        typeof value === 'string' ? value : JSON.stringify(value),
      ),
      endorsingOrganizations: [...endorsers(channel)],
    });
    const transaction = await proposal.endorse().catch((error: unknown) => {
      throw endorsementFault(error);
    });
    const { transactionId, blockNumber } = await commitTransaction(connection, channel, transaction);
    return { answer: parseAnswer(transaction.getResult()), transactionId, blockNumber };
  }

  #contract(channel: string): Contract {
    const { connection, chaincode } = this.#options;
    return connection.gateway.getNetwork(channel).getContract(chaincode);
  }
}

function parseAnswer(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  to: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));
}

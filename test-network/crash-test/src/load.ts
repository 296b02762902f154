import { randomUUID } from 'node:crypto';
import type { Contract } from '@hyperledger/fabric-gateway';
import { secretOf, type ValidReport } from './reports.js';

export interface LoadOptions {
  readonly contract: Contract;
  readonly brokerMspId: string;
  readonly inFlight: number;
  /** Called with each VALID report as it comes. */
  readonly onValid: (report: ValidReport) => void;
}

/** Keeps transactions in flight until `stop`; a caller whose network is gone waits for nothing and ends. */
export function startLoad(options: LoadOptions): { stop(): Promise<readonly unknown[]> } {
  let stopping = false;
  const failures: unknown[] = [];
  const caller = async (number: number) => {
    while (!stopping) {
      try {
        await submitOne(options, number % 2 === 0 ? 'public' : 'private');
      } catch (error) {
        failures.push(error);
        return;
      }
    }
  };
  const callers = Promise.all(Array.from({ length: options.inFlight }, (_, number) => caller(number)));
  return {
    stop: async () => {
      stopping = true;
      await callers;
      return failures;
    },
  };
}

async function submitOne(options: LoadOptions, kind: ValidReport['kind']): Promise<void> {
  const { contract, brokerMspId, onValid } = options;
  const id = randomUUID();
  const submitted =
    kind === 'public'
      ? await contract.submitAsync('Create', { arguments: [id] })
      : await contract.submitAsync('Keep', {
          arguments: [id],
          transientData: { secret: secretOf(id) },
          endorsingOrganizations: [brokerMspId],
        });
  const status = await submitted.getStatus();
  if (!status.successful)
    throw new Error(`Transaction ${status.transactionId} ended with code ${status.code}.`);
  onValid({ txId: status.transactionId, id, kind });
}

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

export interface RunningLoad {
  /** Settles when no caller goes on any more, with what each of them failed with. */
  readonly ended: Promise<readonly unknown[]>;
}

/** Keeps transactions in flight until the network is gone: each caller goes on until its first failure. */
export function startLoad(options: LoadOptions): RunningLoad {
  const caller = async (number: number): Promise<unknown> => {
    for (;;) {
      try {
        await submitOne(options, number % 2 === 0 ? 'public' : 'private');
      } catch (error) {
        return error;
      }
    }
  };
  return { ended: Promise.all(Array.from({ length: options.inFlight }, (_, number) => caller(number))) };
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

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LocalNetwork, type UpOptions, up } from '@sanfang/local-network';
import { destination, pino } from 'pino';
import { foundConsortium, nextWeekday } from './founding/found.js';
import { type RunningGateway, startMemberGateways } from './member-gateways.js';

/** The contracts that every consortium runs, by chaincode name. */
const CHAINCODE_FOLDERS = { custody: fileURLToPath(new URL('../../../chaincode', import.meta.url)) };

export type ConsortiumOptions = Omit<UpOptions, 'chaincodeFolders' | 'alsoServed'> & {
  /** First business day of a new ledger, such as `2026-07-06`; the next weekday where none is given. */
  readonly businessDate?: string;
};

/** A ledger may run other contracts than the repository's, such as copies that tests have altered. */
export type LedgerOptions = ConsortiumOptions & Pick<UpOptions, 'chaincodeFolders'>;

/** A running network with the custody contract on every channel and every member's gateway before it. */
export interface Consortium {
  readonly network: LocalNetwork;
  readonly gateways: readonly RunningGateway[];
  /** Ends gateways, then the network; the data stays. */
  stop(): Promise<void>;
}

/** The network alone, with the custody contracts on every channel and its rules agreed, for callers without gateways. */
export async function upLedger({ businessDate, ...options }: LedgerOptions): Promise<LocalNetwork> {
  return ledger(options, businessDate, []);
}

async function ledger(
  options: Omit<UpOptions, 'alsoServed'>,
  businessDate: string | undefined,
  alsoServed: NonNullable<UpOptions['alsoServed']>,
): Promise<LocalNetwork> {
  const network = await up({ chaincodeFolders: CHAINCODE_FOLDERS, ...options, alsoServed });
  try {
    options.onProgress?.('Rules');
    await foundConsortium({
      network: network.description,
      businessDate: businessDate ?? nextWeekday(new Date()),
    });
    return network;
  } catch (error) {
    await network.stop();
    throw error;
  }
}

/**
 * Brings up everything that Sanfang runs on one machine.
 *
 * @throws OperatorError, ConsortiumError or DataFolderError, one sentence with its remedy each; nothing is left running then.
 */
export async function upConsortium({ businessDate, ...options }: ConsortiumOptions): Promise<Consortium> {
  const network = await ledger(options, businessDate, ['gateway']);
  try {
    options.onProgress?.('Gateways');
    const logger = pino(
      { level: 'info' },
      destination({
        dest: path.join(network.description.dataDir, 'logs', 'gateways.log'),
        mkdir: true,
        sync: false,
      }),
    );
    const gateways = await startMemberGateways(network.description, logger);
    return {
      network,
      gateways,
      stop: async () => {
        await Promise.all(gateways.map((gateway) => gateway.stop()));
        await network.stop();
        logger.flush();
      },
    };
  } catch (error) {
    await network.stop();
    throw error;
  }
}

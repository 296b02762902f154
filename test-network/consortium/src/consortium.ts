import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LocalNetwork, type UpOptions, up } from '@sanfang/local-network';
import { destination, pino } from 'pino';
import { type RunningGateway, startMemberGateways } from './member-gateways.js';

/** The contracts that every consortium runs, by chaincode name. */
const CHAINCODE_FOLDERS = { custody: fileURLToPath(new URL('../../../chaincode', import.meta.url)) };

export type ConsortiumOptions = Omit<UpOptions, 'chaincodeFolders' | 'alsoServed'>;

/** A running network with the custody contract on every channel and every member's gateway before it. */
export interface Consortium {
  readonly network: LocalNetwork;
  readonly gateways: readonly RunningGateway[];
  /** Ends gateways, then the network; the data stays. */
  stop(): Promise<void>;
}

/**
 * Brings up everything that Sanfang runs on one machine.
 *
 * @throws OperatorError, ConsortiumError or DataFolderError, one sentence with its remedy each; nothing is left running then.
 */
export async function upConsortium(options: ConsortiumOptions): Promise<Consortium> {
  const network = await up({ ...options, chaincodeFolders: CHAINCODE_FOLDERS, alsoServed: ['gateway'] });
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

import { connectControl, type LocalNetwork } from '@sanfang/local-network';
import { network } from './consortium.js';

/** The running network's controls, for cases that stop and start its parts. */
export function control(): Promise<LocalNetwork> {
  return connectControl(network().dataDir);
}

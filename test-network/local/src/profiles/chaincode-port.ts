import { assertPortFree, freePort, OperatorError } from '@sanfang/native-fabric';
import type { FolderChaincode } from './profile.js';

/** Where the service is to listen: one of the organisation's ports, none of those `taken`. */
export function chaincodePort(chaincode: FolderChaincode, taken: readonly number[]): Promise<number> {
  const { id, chaincode: services } = chaincode.organisation;
  const { portBase, portCount } = services;
  if (portBase === 0) {
    return choosePort({ preferred: chaincode.port, candidates: [], otherwise: freePort });
  }
  const candidates = Array.from({ length: portCount }, (_, index) => portBase + index);
  return choosePort({
    preferred: chaincode.port,
    candidates: candidates.filter((port) => !taken.includes(port)),
    otherwise: () =>
      Promise.reject(
        new OperatorError(
          `All ports from ${portBase} to ${portBase + portCount - 1} for chaincode services of ${id} are in use: free one, or choose others in the consortium file.`,
        ),
      ),
  });
}

/** The port used last time if it still can be, else the first candidate that is free, else what `otherwise` gives. */
export async function choosePort(options: {
  readonly preferred: number | undefined;
  readonly candidates: readonly number[];
  readonly otherwise: () => Promise<number>;
}): Promise<number> {
  const ordered =
    options.preferred === undefined ? options.candidates : [options.preferred, ...options.candidates];
  for (const port of ordered) {
    if (await isFree(port)) {
      return port;
    }
  }
  return options.otherwise();
}

async function isFree(port: number): Promise<boolean> {
  try {
    await assertPortFree(port, 'chaincode service');
    return true;
  } catch (error) {
    if (error instanceof OperatorError) {
      return false;
    }
    throw error;
  }
}

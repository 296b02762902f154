import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { connectContract } from '@sanfang/consortium';
import type { LocalNetwork } from '@sanfang/local-network';
import { closedLoop, type LoadResult } from './load.js';

/** The plain contract that creates one small asset a transaction. */
export const ASSET_CONTRACT = fileURLToPath(new URL('../../contracts/asset', import.meta.url));
const ASSET_NAME = 'asset-baseline';

export interface BaselineOptions {
  readonly callers: number;
  readonly durationMs: number;
}

/** The baseline on one network: deployed once, measured as often as a suite needs. */
export interface Baseline {
  measure(options: BaselineOptions): Promise<LoadResult>;
  close(): void;
}

/** Deploys the plain contract, endorsed by bank and broker, on the network's first channel, and warms it up. */
export async function deployBaseline(network: LocalNetwork): Promise<Baseline> {
  const [channel] = network.description.channels;
  if (channel === undefined) throw new Error('The network has no channel to measure on.');
  await network.deploy({ chaincode: ASSET_CONTRACT, name: ASSET_NAME, channels: [channel.name] });
  const { contract, close } = await connectContract({
    network: network.description,
    organisation: channel.broker,
    channel: channel.name,
    chaincode: ASSET_NAME,
  });
  const create = () => contract.submitTransaction('CreateAsset', randomUUID(), 'bench', '100');
  const measure = async ({ callers, durationMs }: BaselineOptions) => {
    const result = await closedLoop({ callers, durationMs, call: create });
    if (result.failed > 0) {
      throw new Error(
        `The baseline is void: ${result.failed} transactions failed, first: ${result.firstFailure}`,
      );
    }
    return result;
  };
  await measure({ callers: 50, durationMs: 2_000 });
  return { measure, close };
}

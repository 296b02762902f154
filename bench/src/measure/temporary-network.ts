import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalNetwork, type ProfileName, type UpOptions, up } from '@sanfang/local-network';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

export interface TemporaryNetwork {
  readonly network: LocalNetwork;
  readonly dataDir: string;
  /** Stops the network and removes its data folder. */
  remove(): Promise<void>;
}

/** A consortium of its own on free ports in a temporary folder, so that a measurement disturbs nobody's data. */
export async function temporaryNetwork(
  profile: ProfileName,
  onProgress: (line: string) => void,
  bringUp: (options: UpOptions) => Promise<LocalNetwork> = up,
): Promise<TemporaryNetwork> {
  const dataDir = await mkdtemp(join(tmpdir(), `sanfang-bench-${profile}-`));
  const removeData = () => rm(dataDir, { recursive: true, force: true });
  try {
    const network = await bringUp({ profile, dataDir, ports: 'free', onProgress });
    const remove = async () => {
      await network.stop();
      await removeData();
    };
    // The network's processes outlive this one, so whoever breaks the measurement off must not have to look for them.
    const breakOff = (signal: NodeJS.Signals) => {
      void remove().finally(() => process.kill(process.pid, signal));
    };
    for (const signal of SIGNALS) process.once(signal, breakOff);
    return {
      network,
      dataDir,
      remove: async () => {
        for (const signal of SIGNALS) process.off(signal, breakOff);
        await remove();
      },
    };
  } catch (error) {
    await removeData();
    throw error;
  }
}

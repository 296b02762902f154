import path from 'node:path';
import { OperatorError } from '@sanfang/native-fabric';
import type { LocalNetwork } from '../local-network.js';
import { PROFILES } from '../profiles/profile.js';
import { connectControl } from './client.js';

/** Where a profile keeps its data if nobody says otherwise: `<root>/<profile>`. */
export function defaultDataDir(root: string, profile: string): string {
  return path.join(root, profile);
}

/**
 * The one network that runs in a profile's usual folder below `root`.
 *
 * @throws OperatorError if none or several do.
 */
export async function connectRunning(root: string): Promise<LocalNetwork> {
  const folders = PROFILES.map((profile) => defaultDataDir(root, profile));
  const answers = await Promise.allSettled(folders.map(connectControl));
  const running = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  const [only, another] = running;
  if (only === undefined) {
    throw new OperatorError(
      `No network is running in ${folders.join(', ')}: start one with npm start, or name its folder with --data DIR.`,
    );
  }
  if (another !== undefined) {
    const names = running.map(({ description }) => description.dataDir).join(' and ');
    throw new OperatorError(`Networks are running in ${names}: name one of the folders with --data DIR.`);
  }
  return only;
}

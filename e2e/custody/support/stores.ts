import { readdirSync } from 'node:fs';
import path from 'node:path';
import { dataDir, member, network } from './network.js';
import { filesUnder } from './searching.js';

/** All files in which a member's peer keeps what it alone has. */
export function filesOfPeer(id: string): string[] {
  if (network().profile === 'native') return filesUnder(path.join(dataDir(), 'ledgers', 'native', id));
  // The peers of an embedded network share what all members of a channel see, and keep their private data apart.
  const ledgers = path.join(dataDir(), 'ledgers', 'embedded', 'ledgers');
  const { mspId } = member(id);
  return readdirSync(ledgers).flatMap((channel) =>
    filesUnder(path.join(ledgers, channel)).filter((file) => {
      const inside = path.relative(path.join(ledgers, channel), file).split(path.sep);
      return inside[0] === 'private' && inside[1] === mspId;
    }),
  );
}

/** Files that hold no private data whoever they belong to: the orderer's, and those that embedded peers share. */
export function publicFiles(): string[] {
  if (network().profile === 'native') return filesUnder(path.join(dataDir(), 'ledgers', 'native', 'orderer'));
  return filesUnder(path.join(dataDir(), 'ledgers', 'embedded')).filter(
    (file) => !file.split(path.sep).includes('private'),
  );
}

export function logFiles(): string[] {
  return filesUnder(path.join(dataDir(), 'logs'));
}

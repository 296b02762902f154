import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { connectionProfile } from '../clients/connection-profile.js';
import type { Consortium } from '../consortium/consortium.js';
import {
  findNetworkDescription,
  networkDescriptionFile,
  networkDescriptionText,
} from '../description/file.js';
import type { NetworkDescription } from '../description/schema.js';
import { DataFolderError, writeFailure } from '../layout/data-folder-error.js';
import { describeNetwork } from '../layout/describe.js';
import { type PortChoice, planPorts } from '../layout/ports.js';
import { deriveChannel } from './channel.js';
import { refuseUnextendable } from './extendable.js';
import { deriveMember, deriveOrdering } from './organisation.js';
import { settleAll } from './settle.js';
import { Staging } from './staging.js';

export interface DeriveOptions {
  readonly consortium: Consortium;
  /** Folder for everything that is derived; made when it is not there. */
  readonly dataDir: string;
  /** Who will run the nodes; only recorded. */
  readonly profile: string;
  readonly ports?: PortChoice;
}

/**
 * Derives everything of a network that is not in the data folder yet, and answers the description of the whole.
 *
 * What is there stays; organisations, relationships and users that the consortium file has got since are added. On
 * any failure the folder is left as it was.
 *
 * @throws DataFolderError when the folder holds another network or cannot be written, with the remedy.
 */
export async function deriveNetwork(options: DeriveOptions): Promise<NetworkDescription> {
  const { consortium, profile, ports = 'configured' } = options;
  const dataDir = path.resolve(options.dataDir);
  const existing = findNetworkDescription(dataDir);
  if (existing === undefined) {
    refuseForeignContent(dataDir);
  }
  const network = describeNetwork({
    consortium,
    dataDir,
    profile,
    ports: await planPorts(consortium, ports, existing),
    created: existing?.created ?? new Date().toISOString(),
  });
  if (existing !== undefined) {
    refuseUnextendable(existing, network);
  }
  try {
    await writeNetwork(consortium, network);
  } catch (error) {
    throw writeFailure(dataDir, error);
  }
  return network;
}

/** A folder with keys or channels but no description is not ours to write into, or was not finished. */
function refuseForeignContent(dataDir: string): void {
  const found = ['organizations', 'channels'].find((name) => existsSync(path.join(dataDir, name)));
  if (found !== undefined) {
    throw new DataFolderError(
      `The folder ${dataDir} has ${found} in it but no network.json, so it is not known what they belong to; start with --reset to make the network anew, or name another folder with --data.`,
    );
  }
}

async function writeNetwork(consortium: Consortium, network: NetworkDescription): Promise<void> {
  const staging = await Staging.open(network.dataDir);
  try {
    await settleAll([
      deriveOrdering(staging, network, network.ordering),
      ...network.organisations.map((member) => deriveMember(staging, network, member)),
    ]);
    for (const relationship of consortium.relationships) {
      const channel = network.channels.find(({ name }) => name === relationship.channel);
      if (channel !== undefined) {
        await deriveChannel(staging, { consortium, relationship, network, channel });
      }
    }
    const readPem = (file: string) => readFileSync(staging.readable(file), 'utf8');
    for (const member of network.organisations) {
      const text = `${JSON.stringify(connectionProfile(network, member, readPem), null, 2)}\n`;
      await replaceText(staging, member.connectionProfile, text);
    }
    await replaceText(staging, networkDescriptionFile(network.dataDir), networkDescriptionText(network));
    await staging.commit();
  } catch (error) {
    await staging.abandon();
    throw error;
  }
}

/** Writes a file that depends on the whole network, when it is not what it should be. */
async function replaceText(staging: Staging, file: string, text: string): Promise<void> {
  if (!staging.has(file) || readFileSync(file, 'utf8') !== text) {
    await staging.write(file, text);
    staging.place(file);
  }
}

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { StartupError } from './startup-error.js';

/** Raised whenever what is stored changes its form. */
const VERSION = '1';

export interface JoinedChannel {
  readonly channelId: string;
  readonly genesis: common.Block;
  /** Names of the peers that have joined. */
  readonly peers: readonly string[];
}

/**
 * Where the network keeps its data:
 *
 *     version                     the form of what follows
 *     channels/<id>.block, .json  genesis block; who has joined
 *     ledgers/<id>/               blocks, state, private data
 *     peers/<name>/               chaincode packages
 */
export class DataFolder {
  readonly #dir: string;

  private constructor(dir: string) {
    this.#dir = dir;
  }

  /** Makes the folder if it is not there; throws a StartupError if it holds data of another version. */
  static open(dir: string): DataFolder {
    const versionFile = join(dir, 'version');
    if (existsSync(versionFile)) {
      const found = readFileSync(versionFile, 'utf8').trim();
      if (found !== VERSION) {
        throw new StartupError(
          `The data folder ${dir} holds data of version ${found}, this program reads version ${VERSION}; delete the folder or give another dataDir.`,
        );
      }
    } else {
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      if (readdirSync(dir).length > 0) {
        throw new StartupError(
          `The folder ${dir} has files in it but no version: it is not a data folder of this program; give another dataDir.`,
        );
      }
      replaceFile(versionFile, `${VERSION}\n`);
    }
    const folder = new DataFolder(dir);
    mkdirSync(folder.#channels, { recursive: true });
    return folder;
  }

  ledgerDir(channelId: string): string {
    return join(this.#dir, 'ledgers', channelId);
  }

  peerDir(name: string): string {
    return join(this.#dir, 'peers', name);
  }

  joinedChannels(): JoinedChannel[] {
    return readdirSync(this.#channels)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => {
        const channelId = file.slice(0, -'.json'.length);
        const { peers } = JSON.parse(readFileSync(join(this.#channels, file), 'utf8')) as {
          peers: readonly string[];
        };
        const genesis = common.Block.deserializeBinary(readFileSync(this.#genesisFile(channelId)));
        return { channelId, genesis, peers };
      });
  }

  /** The list of peers is written last: a channel without it was never joined. */
  saveChannel({ channelId, genesis, peers }: JoinedChannel): void {
    if (!existsSync(this.#genesisFile(channelId))) {
      replaceFile(this.#genesisFile(channelId), genesis.serializeBinary());
    }
    replaceFile(join(this.#channels, `${channelId}.json`), `${JSON.stringify({ peers })}\n`);
  }

  get #channels(): string {
    return join(this.#dir, 'channels');
  }

  #genesisFile(channelId: string): string {
    return join(this.#channels, `${channelId}.block`);
  }
}

/** Either the old content or the new one, whenever the process dies. */
function replaceFile(path: string, content: string | Uint8Array): void {
  const temporary = `${path}.new`;
  writeFileSync(temporary, content, { flush: true });
  renameSync(temporary, path);
}

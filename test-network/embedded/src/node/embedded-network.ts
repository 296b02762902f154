import { readFileSync } from 'node:fs';
import { common } from '@hyperledger/fabric-protos';
import { ChannelConfig } from '../channel/channel-config.js';
import { ChannelLedger } from '../ledger/channel-ledger.js';
import { DescriptorCache } from '../services/discovery/descriptor-cache.js';
import type { CheckedConfig } from './config.js';
import { DataFolder } from './data-folder.js';
import { HostedChannel } from './hosted-channel.js';
import { logFor } from './log.js';
import { NetworkDirectory } from './network-directory.js';
import { OrdererNode } from './orderer-node.js';
import { PeerNode } from './peer-node.js';
import { StartupError } from './startup-error.js';

export interface NodeStatus {
  readonly name: string;
  readonly mspId: string;
  readonly address: string;
  readonly running: boolean;
  readonly channels: readonly { readonly channelId: string; readonly height: number }[];
}

export interface NetworkStats {
  readonly nodes: readonly NodeStatus[];
  /** Resident memory of the process, bytes. */
  readonly rssBytes: number;
  readonly uptimeSeconds: number;
}

export interface NetworkOptions {
  /** Told when the network cannot go on, such as with a full disk; what is committed is safe. */
  readonly onFailure?: (error: Error) => void;
}

/** Orderer, peers and channels of one process, and what they share. */
export class EmbeddedNetwork {
  readonly #config: CheckedConfig;
  readonly #folder: DataFolder;
  readonly #channels = new Map<string, HostedChannel>();
  readonly #directory = new NetworkDirectory(this.#channels);
  readonly #peers = new Map<string, PeerNode>();
  readonly #orderer: OrdererNode;
  readonly #log = logFor('network');
  /** Joins one after another, so that two peers joining a new channel at once share its ledger. */
  #joining: Promise<void> = Promise.resolve();

  private constructor(config: CheckedConfig, options: NetworkOptions) {
    this.#config = config;
    this.#folder = DataFolder.open(config.dataDir);
    this.#orderer = new OrdererNode(config.orderer, {
      channels: this.#channels,
      failed: (error) => {
        this.#log(error.message);
        options.onFailure?.(error);
      },
    });
    const descriptors = new DescriptorCache(this.#directory);
    for (const each of config.peers) {
      const node = new PeerNode(each, {
        channels: this.#channels,
        directory: this.#directory,
        descriptors,
        orderer: this.#orderer,
        organisations: this.#organisations(),
        dir: this.#folder.peerDir(each.name),
        executeTimeoutMs: config.chaincode?.executeTimeoutMs,
        startTimeoutMs: config.chaincode?.startTimeoutMs,
        join: (name, genesis) => this.#join(name, genesis),
      });
      this.#peers.set(each.name, node);
      this.#directory.add(each.name, node);
    }
  }

  /** Opens (and recovers) every channel, then lets all nodes serve; on failure nothing is left open. */
  static async start(config: CheckedConfig, options: NetworkOptions = {}): Promise<EmbeddedNetwork> {
    const network = new EmbeddedNetwork(config, options);
    try {
      await network.#openChannels();
      await network.#orderer.start();
      await Promise.all([...network.#peers.values()].map((node) => node.start()));
    } catch (error) {
      await network.stop();
      throw error;
    }
    return network;
  }

  async stopNode(name: string): Promise<void> {
    if (name === 'orderer' || name === this.#orderer.name) {
      if (this.#orderer.running) {
        await this.#orderer.stop();
      }
      return;
    }
    const node = this.#peer(name);
    if (node.running) {
      await node.stop();
      this.#directory.stopped(name);
    }
  }

  async startNode(name: string): Promise<void> {
    if (name === 'orderer' || name === this.#orderer.name) {
      if (!this.#orderer.running) {
        await this.#orderer.start();
      }
      return;
    }
    const node = this.#peer(name);
    if (!node.running) {
      await node.start();
      this.#directory.started(name);
    }
  }

  /** Stops the chaincode of the packages with this label at the organisation's peers, until it is started again. */
  async stopChaincode(label: string, mspId: string): Promise<void> {
    await Promise.all(this.#peersOf(mspId).map((node) => node.runtime.stop(label)));
  }

  async startChaincode(label: string, mspId: string): Promise<void> {
    await Promise.all(this.#peersOf(mspId).map((node) => node.runtime.start(label)));
  }

  stats(): NetworkStats {
    const heights = (ids: readonly string[]) =>
      ids.map((channelId) => ({ channelId, height: this.#channels.get(channelId)?.ledger.height ?? 0 }));
    const { name, address, running } = this.#orderer;
    const orderer = {
      name,
      mspId: this.#config.orderer.mspId,
      address,
      running,
      channels: heights([...this.#channels.keys()]),
    };
    const peers = [...this.#peers.values()].map((node) => ({
      name: node.name,
      mspId: node.mspId,
      address: node.address,
      running: node.running,
      channels: heights(node.channelIds()),
    }));
    return {
      nodes: [orderer, ...peers],
      rssBytes: process.memoryUsage.rss(),
      uptimeSeconds: Math.round(process.uptime()),
    };
  }

  /** Ends every node and chaincode and closes the data; may be called at any time after start has been. */
  async stop(): Promise<void> {
    this.#directory.close();
    await this.#orderer.stop();
    await Promise.all([...this.#peers.values()].map((node) => node.close()));
    await Promise.all([...this.#channels.values()].map((channel) => channel.close()));
    this.#channels.clear();
  }

  #organisations(): readonly string[] {
    return [...new Set(this.#config.peers.map(({ mspId }) => mspId))];
  }

  async #openChannels(): Promise<void> {
    for (const { genesis, peers } of this.#folder.joinedChannels()) {
      await this.#openChannel(genesis, peers);
    }
    for (const { genesisBlock, peers } of this.#config.channels) {
      const genesis = readGenesis(genesisBlock);
      const channelId = channelIdOf(genesis, genesisBlock);
      const channel = await this.#openChannel(genesis, peers);
      this.#folder.saveChannel({ channelId, genesis: channel.genesis, peers: [...channel.members] });
    }
    for (const [channelId, { members }] of this.#channels) {
      await Promise.all([...members].map((name) => this.#peers.get(name)?.joined(channelId)));
    }
  }

  async #openChannel(genesis: common.Block, peers: readonly string[]): Promise<HostedChannel> {
    const channelId = channelIdOf(genesis, 'genesis block');
    const open = this.#channels.get(channelId);
    if (open !== undefined) {
      requireSameGenesis(channelId, open.genesis, genesis);
      for (const name of peers) {
        open.members.add(name);
      }
      return open;
    }
    const ledger = await ChannelLedger.open({
      dir: this.#folder.ledgerDir(channelId),
      genesis,
      organisations: this.#organisations(),
    });
    const channel = new HostedChannel({ ledger, genesis, members: peers });
    this.#channels.set(channelId, channel);
    this.#orderer.serve(ledger);
    return channel;
  }

  #join(name: string, genesis: common.Block): Promise<void> {
    const joined = this.#joining.then(async () => {
      const channel = await this.#openChannel(genesis, [name]);
      const { channelId } = channel.ledger;
      this.#folder.saveChannel({ channelId, genesis: channel.genesis, peers: [...channel.members] });
      this.#directory.joined();
      await this.#peers.get(name)?.joined(channelId);
    });
    this.#joining = joined.catch((error: unknown) => {
      this.#log(
        `${name} could not join a channel: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    return joined;
  }

  #peer(name: string): PeerNode {
    const node = this.#peers.get(name);
    if (node === undefined) {
      const names = ['orderer', ...this.#peers.keys()].join(', ');
      throw new Error(`There is no node named "${name}"; the nodes are ${names}.`);
    }
    return node;
  }

  #peersOf(mspId: string): PeerNode[] {
    const nodes = [...this.#peers.values()].filter((node) => node.mspId === mspId);
    if (nodes.length === 0) {
      const ids = [...new Set(this.#config.peers.map((each) => each.mspId))].join(', ');
      throw new Error(`No peer belongs to "${mspId}"; the organisations are ${ids}.`);
    }
    return nodes;
  }
}

function readGenesis(file: string): common.Block {
  try {
    return common.Block.deserializeBinary(readFileSync(file));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartupError(
      `${file}: cannot be read as a genesis block (${reason}); make it with configtxgen.`,
      {
        cause,
      },
    );
  }
}

function channelIdOf(genesis: common.Block, source: string): string {
  try {
    return ChannelConfig.fromConfigBlock(genesis).channelId;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartupError(`${source}: holds no usable channel configuration (${reason}).`, { cause });
  }
}

function requireSameGenesis(channelId: string, known: common.Block, given: common.Block): void {
  if (Buffer.compare(known.serializeBinary(), given.serializeBinary()) !== 0) {
    throw new StartupError(
      `Channel ${channelId} exists with another genesis block; delete the data folder to begin anew, or give the block that the channel was made with.`,
    );
  }
}

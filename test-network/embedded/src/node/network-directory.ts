import type { ChannelLedger } from '../ledger/channel-ledger.js';
import type { NeighbourPeer, PeerDirectory } from '../services/peer-directory.js';
import type { HostedChannel } from './hosted-channel.js';

/** Peers tell each other that they are alive every five seconds; one that cannot be told is presumed dead. */
const MISSED_AFTER_MS = 5_000;

/** What gossip would have told every peer: who is alive, and who is on which channel. */
export class NetworkDirectory implements PeerDirectory {
  readonly #peers = new Map<string, NeighbourPeer>();
  readonly #missed = new Set<string>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #channels: ReadonlyMap<string, HostedChannel>;
  /** Asked for by every call, and changed by next to none. */
  readonly #members = new Map<
    string,
    { readonly version: number; readonly peers: readonly NeighbourPeer[] }
  >();
  #version = 0;

  constructor(channels: ReadonlyMap<string, HostedChannel>) {
    this.#channels = channels;
  }

  get version(): number {
    return this.#version;
  }

  add(name: string, peer: NeighbourPeer): void {
    this.#peers.set(name, peer);
    this.#version += 1;
  }

  alivePeers(): readonly NeighbourPeer[] {
    return [...this.#peers].filter(([name]) => !this.#missed.has(name)).map(([, peer]) => peer);
  }

  channelMembers(channelId: string): readonly NeighbourPeer[] {
    const known = this.#members.get(channelId);
    if (known?.version === this.#version) {
      return known.peers;
    }
    const members = this.#channels.get(channelId)?.members;
    const peers = [...this.#peers]
      .filter(([name]) => members?.has(name) === true && !this.#missed.has(name))
      .map(([, peer]) => peer);
    this.#members.set(channelId, { version: this.#version, peers });
    return peers;
  }

  ledger(channelId: string): ChannelLedger | undefined {
    return this.#channels.get(channelId)?.ledger;
  }

  /** Somebody has joined a channel. */
  joined(): void {
    this.#version += 1;
  }

  /** For a while others still believe the peer alive, and find out when they call it. */
  stopped(name: string): void {
    const timer = setTimeout(() => {
      this.#timers.delete(name);
      this.#missed.add(name);
      this.#version += 1;
    }, MISSED_AFTER_MS);
    timer.unref();
    this.#timers.set(name, timer);
  }

  started(name: string): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
    this.#missed.delete(name);
    this.#version += 1;
  }

  close(): void {
    for (const timer of this.#timers.values()) {
      clearTimeout(timer);
    }
  }
}

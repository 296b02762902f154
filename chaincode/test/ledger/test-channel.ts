import type { Block, CommittedTransaction, EndorsedTransaction } from './block.js';
import { Chain } from './chain.js';
import type { Call, ChannelOptions, Submitted } from './channel-options.js';
import type { ContractClass } from './contract-set.js';
import { endorse } from './endorse.js';
import { sha256 } from './hash.js';
import { Peer } from './peer.js';
import { type Proposal, timestampOf } from './proposal.js';
import { publicText } from './public-text.js';
import { allOf } from './validation/policies.js';

export type { Call, ChannelOptions, Submitted } from './channel-options.js';

/**
 * A channel in memory that treats contracts as Fabric does, and less kindly where kindness hides faults: peers of
 * several organisations with a state and contracts each, endorsements that must agree byte for byte, blocks whose
 * transactions are validated before they change anything.
 */
export class TestChannel {
  readonly #name: string;
  readonly #peers: ReadonlyMap<string, Peer>;
  readonly #endorsers: readonly string[];
  readonly #chain: Chain;
  readonly #refusals: string[] = [];
  #proposals = 0;
  #time: string;
  /** Simulations and commits take turns, so that no simulation sees half a block. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: ChannelOptions) {
    const { contracts, endorsers, observers = [], collections = [], alteredContracts = {} } = options;
    const byName = new Map(collections.map((collection) => [collection.name, collection]));
    const members = collections.flatMap((collection) => collection.members);
    this.#peers = new Map(
      [...new Set([...endorsers, ...observers, ...members])].map((mspId) => [
        mspId,
        new Peer(mspId, contracts, byName),
      ]),
    );
    for (const [mspId, altered] of Object.entries(alteredContracts)) this.alterContracts(mspId, altered);
    this.#endorsers = endorsers;
    const rules = { policy: options.policy ?? allOf(...endorsers), collections: byName };
    this.#chain = new Chain(
      [...this.#peers.values()].map(({ state }) => state),
      rules,
    );
    this.#name = options.name ?? 'custody-bank-a-broker-x';
    this.#time = options.time ?? '2026-07-06T01:30:00Z';
  }

  /** Endorses, orders and commits one transaction as a block of its own; refused, it throws what the contract threw. */
  async submit<Answer = unknown>(call: Call): Promise<Submitted<Answer>> {
    const transaction = await this.endorse(call);
    const [committed] = await this.commit([transaction]);
    if (committed === undefined) throw new Error('A block of one transaction has come out empty.');
    return {
      answer: parsed<Answer>(transaction.payload),
      transactionId: transaction.transactionId,
      blockNumber: this.#chain.blocks.length - 1,
      validationCode: committed.validationCode,
      writes: transaction.set.writes.map(({ key, value }) => ({ key, value: textOf(value) })),
      privateWrites: transaction.privateWrites.map(({ collection, key, value }) => {
        return { collection, key, value: textOf(value) };
      }),
      ...(transaction.event === undefined ? {} : { event: transaction.event }),
    };
  }

  /** Simulates on the peers of the endorsers and compares what they say; nothing is committed. */
  endorse(call: Call): Promise<EndorsedTransaction> {
    return this.#inTurn(() => this.#noting(() => endorse(this.#proposal(call), this.#peersOf(call))));
  }

  /** Commits endorsed transactions as one block, in this order. */
  commit(transactions: readonly EndorsedTransaction[]): Promise<readonly CommittedTransaction[]> {
    return this.#inTurn(async () => this.#chain.commit(transactions));
  }

  /** What the peer of one organisation answers, the first endorser’s where the call names none. */
  evaluate<Answer = unknown>(call: Call): Promise<Answer> {
    const [peer] = this.#peersOf(call);
    if (peer === undefined) throw new Error('A query needs a peer to ask.');
    return this.#inTurn(() =>
      this.#noting(async () => parsed<Answer>((await peer.simulate(this.#proposal(call), false)).payload)),
    );
  }

  blocks(): readonly Block[] {
    return this.#chain.blocks;
  }

  /** Messages of everything that was refused, in order. */
  refusals(): readonly string[] {
    return this.#refusals;
  }

  /** Everything that is in blocks, and the messages of refusals, as text to be searched. */
  publicText(): string {
    return [publicText(this.#chain.blocks), ...this.#refusals].join('\n');
  }

  /** Values by key as the peer of an organisation has them, in the order of keys. */
  worldState(mspId: string): ReadonlyMap<string, string> {
    return texts(this.#peer(mspId).state.world.entries());
  }

  /** Private data that an organisation holds; an error where it is no member of the collection. */
  privateState(mspId: string, collection: string): ReadonlyMap<string, string> {
    const store = this.#peer(mspId).state.privateData(collection);
    if (store === undefined) throw new Error(`${mspId} is no member of collection ${collection}.`);
    return texts(store.entries());
  }

  /** All functions of the contracts, as `Contract:Function`. */
  functions(): readonly string[] {
    return this.#endorsers.flatMap((mspId, at) => (at === 0 ? this.#peer(mspId).functions() : []));
  }

  /** From now on an organisation runs these contracts, which may be subclasses of those agreed. */
  alterContracts(mspId: string, contracts: readonly ContractClass[]): void {
    this.#peer(mspId).runAltered(contracts);
  }

  /** Falsifies what the peer of one organisation has under a key, as its owner could in its own database. */
  falsify(mspId: string, key: string, value: string): void {
    const { world } = this.#peer(mspId).state;
    const stored = world.get(key);
    if (stored === undefined) throw new Error(`${mspId} has nothing under ${key} that could be falsified.`);
    world.set(key, { ...stored, value: Buffer.from(value, 'utf8') });
  }

  setTime(time: string): void {
    this.#time = time;
  }

  #proposal({ function: name, request, caller, transient = {}, timestamp = this.#time }: Call): Proposal {
    this.#proposals += 1;
    return {
      channel: this.#name,
      transactionId: sha256(`${this.#name}/${this.#proposals}`),
      function: name,
      args: [typeof request === 'string' ? request : JSON.stringify(request)],
      caller,
      transient: new Map(Object.entries(transient).map(([key, value]) => [key, transientBytes(value)])),
      timestamp: timestampOf(timestamp),
    };
  }

  #peersOf({ endorsers = this.#endorsers }: Call): Peer[] {
    return endorsers.map((mspId) => this.#peer(mspId));
  }

  #peer(mspId: string): Peer {
    const peer = this.#peers.get(mspId);
    if (peer === undefined) throw new Error(`${mspId} has no peer on ${this.#name}.`);
    return peer;
  }

  #inTurn<Result>(run: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(run);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #noting<Result>(run: () => Promise<Result>): Promise<Result> {
    try {
      return await run();
    } catch (error) {
      this.#refusals.push(error instanceof Error ? error.message : String(error));
      throw error;
    }
  }
}

function parsed<Answer>(payload: string): Answer {
  return JSON.parse(payload);
}

function transientBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value), 'utf8');
}

function textOf(value: Uint8Array | null): string | null {
  return value === null ? null : Buffer.from(value).toString('utf8');
}

function texts(entries: readonly (readonly [string, { readonly value: Uint8Array }])[]): Map<string, string> {
  return new Map(entries.map(([key, { value }]) => [key, Buffer.from(value).toString('utf8')]));
}

import { collectionConfig, collectionMembers, type DefinitionSource } from '../collections.js';
import { hex, type ParsedNamespace, writesToCollection } from '../rwset/parsed-rwset.js';
import type { Version } from '../version.js';

/** A private key, named by its hash. */
export interface HashedItem {
  readonly namespace: string;
  readonly collection: string;
  /** Hexadecimal SHA-256 of the key. */
  readonly keyHash: string;
}

/** A collection written by a transaction of a block, as the block's public part tells. */
export interface CollectionWrites {
  readonly tx: number;
  readonly txId: string;
  readonly valid: boolean;
  readonly namespace: string;
  readonly collection: string;
  /** SHA-256 of the write set in clear. */
  readonly hash: Uint8Array;
  /** MSP ids of the organisations that are to have the data. */
  readonly members: ReadonlySet<string>;
  /** The block whose commit ends the data's time to live; undefined if it does not end. */
  readonly expiresAt: number | undefined;
}

export interface Purge extends HashedItem {
  readonly version: Version;
}

/** All that a block does to private data, as far as everybody may know. */
export interface PrivateWrites {
  readonly block: number;
  readonly collections: readonly CollectionWrites[];
  readonly purges: readonly Purge[];
}

export interface TransactionWrites {
  readonly tx: number;
  readonly txId: string;
  readonly valid: boolean;
  readonly rwset: readonly ParsedNamespace[];
}

export function privateWrites(
  block: number,
  transactions: readonly TransactionWrites[],
  source: DefinitionSource,
): PrivateWrites {
  return {
    block,
    collections: transactions.flatMap((each) => collectionWrites(block, each, source)),
    purges: transactions.filter(({ valid }) => valid).flatMap((each) => purges(block, each)),
  };
}

/** The block that ends the time to live of what a block writes; 0 means for ever. */
export function expiringBlock(committedAt: number, blockToLive: number): number | undefined {
  return blockToLive === 0 ? undefined : committedAt + blockToLive + 1;
}

function collectionWrites(
  block: number,
  { tx, txId, valid, rwset }: TransactionWrites,
  source: DefinitionSource,
): CollectionWrites[] {
  return rwset.flatMap(({ name: namespace, collections }) =>
    collections.filter(writesToCollection).flatMap((each) => {
      const config = collectionConfig(source, namespace, each.name);
      return config === undefined
        ? []
        : [
            {
              tx,
              txId,
              valid,
              namespace,
              collection: each.name,
              hash: each.privateRwsetHash,
              members: collectionMembers(config),
              expiresAt: expiringBlock(block, config.getBlockToLive()),
            },
          ];
    }),
  );
}

function purges(block: number, { tx, rwset }: TransactionWrites): Purge[] {
  return rwset.flatMap(({ name: namespace, collections }) =>
    collections.flatMap(({ name: collection, hashed }) =>
      hashed
        .getHashedWritesList()
        .filter((write) => write.getIsPurge())
        .map((write) => ({
          namespace,
          collection,
          keyHash: hex(write.getKeyHash_asU8()),
          version: { block, tx },
        })),
    ),
  );
}

import { hex, type ParsedNamespace } from '../ledger/rwset/parsed-rwset.js';

/**
 * The keys whose validation parameter a transaction of the block has set with due endorsement. Which policy
 * holds for them is not known before the block commits, so later transactions of the block may not write them.
 */
export class ParameterUpdates {
  readonly #keys = new Set<string>();

  /** Collection '' is public state; a private key goes by the hexadecimal hash of its name. */
  has(namespace: string, collection: string, key: string): boolean {
    return this.#keys.size > 0 && this.#keys.has(id(namespace, collection, key));
  }

  note(sets: readonly ParsedNamespace[]): void {
    for (const { name, kv, collections } of sets) {
      for (const write of kv.getMetadataWritesList()) {
        this.#keys.add(id(name, '', write.getKey()));
      }
      for (const collection of collections) {
        for (const write of collection.hashed.getMetadataWritesList()) {
          this.#keys.add(id(name, collection.name, hex(write.getKeyHash_asU8())));
        }
      }
    }
  }
}

function id(namespace: string, collection: string, key: string): string {
  return `${namespace}\u0000${collection}\u0000${key}`;
}

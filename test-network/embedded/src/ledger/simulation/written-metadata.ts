import type { Metadata } from '../state/metadata-codec.js';

/** A key that a transaction writes, with the metadata it has in committed state. */
export interface WritesetMetadata {
  readonly namespace: string;
  /** Empty for public state. */
  readonly collection: string;
  readonly key: string;
  readonly metadata: Metadata;
}

/** The written keys of a simulation; they tell whose endorsement the transaction needs. */
export class WrittenMetadata {
  readonly #entries = new Map<string, WritesetMetadata>();

  add(entry: WritesetMetadata): void {
    this.#entries.set(`${entry.namespace}\u0000${entry.collection}\u0000${entry.key}`, entry);
  }

  list(): readonly WritesetMetadata[] {
    return [...this.#entries.values()];
  }
}

import type { LevelStore } from './level.js';
import { prefixRange } from './store-keys.js';

const PREFIX = 'M';

/**
 * The namespaces in which a key, public or private, has ever had metadata. Few chaincodes use it, and for the
 * others there is no need to look every written key up.
 */
export class MetadataUse {
  readonly #namespaces: Set<string>;

  private constructor(namespaces: Set<string>) {
    this.#namespaces = namespaces;
  }

  static async open(level: LevelStore): Promise<MetadataUse> {
    const keys = await level.keys(prefixRange(PREFIX)).all();
    return new MetadataUse(new Set(keys.map((key) => key.slice(PREFIX.length))));
  }

  has(namespace: string): boolean {
    return this.#namespaces.has(namespace);
  }

  /** To be called when the namespace's key is stored. */
  add(namespace: string): void {
    this.#namespaces.add(namespace);
  }
}

/** The store's key that says so of a namespace. */
export function metadataUseKey(namespace: string): string {
  return `${PREFIX}${namespace}`;
}

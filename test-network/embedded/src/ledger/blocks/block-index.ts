import type { LevelStore } from '../state/level.js';
import { blockHashKey, blockLocationKey, txIdKey } from '../state/store-keys.js';
import type { BlockLocation } from './block-file.js';

/** Where a transaction stands, and how it was judged. */
export interface TransactionLocation {
  readonly block: number;
  readonly tx: number;
  /** peer.TxValidationCode */
  readonly code: number;
}

/** Finds blocks by number and hash, and transactions by id. Values are decimal numbers separated by blanks. */
export class BlockIndex {
  readonly #level: LevelStore;

  constructor(level: LevelStore) {
    this.#level = level;
  }

  location(block: number): BlockLocation | undefined {
    const [segment, offset, length] = this.#numbers(blockLocationKey(block));
    return segment === undefined || offset === undefined || length === undefined
      ? undefined
      : { segment, offset, length };
  }

  numberOfHash(hash: Uint8Array): number | undefined {
    return this.#numbers(blockHashKey(hash))[0];
  }

  transaction(txId: string): TransactionLocation | undefined {
    const [block, tx, code] = this.#numbers(txIdKey(txId));
    return block === undefined || tx === undefined || code === undefined ? undefined : { block, tx, code };
  }

  #numbers(key: string): number[] {
    const value = this.#level.getSync(key);
    return value === undefined ? [] : value.toString('latin1').split(' ').map(Number);
  }
}

export function locationValue({ segment, offset, length }: BlockLocation): Buffer {
  return numbersValue(segment, offset, length);
}

export function transactionValue({ block, tx, code }: TransactionLocation): Buffer {
  return numbersValue(block, tx, code);
}

export function numbersValue(...numbers: readonly number[]): Buffer {
  return Buffer.from(numbers.join(' '), 'latin1');
}

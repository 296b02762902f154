import type { Version } from '../state/key-value-store.js';

/** Version of what was read; null where there was nothing. */
export interface Read {
  readonly key: string;
  readonly version: Version | null;
}

/** A range as it was read: up to `end`, or up to and with the last result where reading stopped before. */
export interface RangeRead {
  readonly start: string;
  readonly end: string;
  readonly exhausted: boolean;
  readonly results: readonly Read[];
}

export interface Write {
  readonly key: string;
  /** Null where the key is deleted. */
  readonly value: Uint8Array | null;
}

export interface ParameterWrite {
  readonly key: string;
  readonly parameter: Uint8Array;
}

/** Everything of a collection is public by its hash alone: keys here are hexadecimal SHA-256 of the real ones. */
export interface HashedWrite {
  readonly key: string;
  readonly valueHash: string | null;
  readonly isPurge: boolean;
}

export interface CollectionReadWriteSet {
  readonly collection: string;
  readonly reads: readonly Read[];
  readonly writes: readonly HashedWrite[];
  readonly parameters: readonly ParameterWrite[];
}

/** What a simulation read and would write, in order of keys: as a block shows it. */
export interface ReadWriteSet {
  readonly reads: readonly Read[];
  readonly ranges: readonly RangeRead[];
  readonly writes: readonly Write[];
  readonly parameters: readonly ParameterWrite[];
  readonly collections: readonly CollectionReadWriteSet[];
}

/** What goes to the members of a collection beside the block. */
export interface PrivateWrite {
  readonly collection: string;
  readonly key: string;
  readonly value: Uint8Array | null;
  readonly isPurge: boolean;
}

/** The set as labelled lines, so that two of them can be compared and the first difference named. */
export function readWriteSetLines(set: ReadWriteSet): [label: string, text: string][] {
  return [
    ...set.reads.map(readLine),
    ...set.ranges.map(rangeLine),
    ...set.writes.map(({ key, value }): [string, string] => [`write of ${key}`, textOf(value)]),
    ...set.parameters.map(({ key, parameter }) => parameterLine(key, parameter)),
    ...set.collections.flatMap(collectionLines),
  ];
}

function collectionLines({ collection, reads, writes, parameters }: CollectionReadWriteSet) {
  const lines = [
    ...reads.map(readLine),
    ...writes.map(({ key, valueHash, isPurge }): [string, string] => [
      `write of ${key}`,
      isPurge ? 'purged' : (valueHash ?? 'deleted'),
    ]),
    ...parameters.map(({ key, parameter }) => parameterLine(key, parameter)),
  ];
  return lines.map(([label, text]): [string, string] => [`collection ${collection}: ${label}`, text]);
}

function readLine({ key, version }: Read): [string, string] {
  return [`read of ${key}`, version ?? 'nothing'];
}

function rangeLine({ start, end, exhausted, results }: RangeRead): [string, string] {
  return [`range from ${start} to ${end}`, JSON.stringify({ exhausted, results })];
}

function parameterLine(key: string, parameter: Uint8Array): [string, string] {
  return [`validation parameter of ${key}`, Buffer.from(parameter).toString('hex')];
}

function textOf(value: Uint8Array | null): string {
  if (value === null) return 'deleted';
  const text = Buffer.from(value).toString('utf8');
  return Buffer.from(text).equals(value) ? text : `0x${Buffer.from(value).toString('hex')}`;
}

/**
 * Orders keys as Fabric does: by the bytes of their UTF-8 form.
 *
 * JavaScript compares UTF-16 units, which differs only where a surrogate pair (above U+FFFF) meets a
 * unit from U+E000 on; composite key ranges end in U+10FFFF, so the difference is met in practice.
 */
export function compareKeys(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      return codePointRank(x) - codePointRank(y);
    }
  }
  return a.length - b.length;
}

/** Moves surrogates above all other units, so that units compare as the code points they stand for. */
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** The entries of a map in key order. */
export function sortedByKey<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => compareKeys(a, b));
}

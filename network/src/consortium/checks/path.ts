import type { Problem } from '../problems.js';

export type Path = Problem['path'];

export interface ValueAt {
  readonly path: Path;
  readonly value: string | number;
}

export const at = (...path: Path): Path => path;

/** A problem for each value that an earlier one has already; `whose` says of which thing, by its path. */
export function duplicates(
  values: readonly ValueAt[],
  { what, whose }: { readonly what: string; readonly whose: (path: Path) => string },
): Problem[] {
  const first = new Map<string | number, Path>();
  return values.flatMap(({ path, value }) => {
    const earlier = first.get(value);
    if (earlier === undefined) {
      first.set(value, path);
      return [];
    }
    return [{ path, message: `expected ${what} of its own, but ${value} is also that of ${whose(earlier)}` }];
  });
}

/** The problem, unless things are as they should be. */
export function expectThat(fine: boolean, path: Path, message: string): Problem[] {
  return fine ? [] : [{ path, message }];
}

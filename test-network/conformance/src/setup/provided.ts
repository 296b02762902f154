import type { MemberId } from '../network/consortium.js';

/** The two lines of Fabric that the suite knows; embedded speaks as the newer one. */
export type Generation = '2.5' | '3';

/** Package identifiers by member: what an approval has to name. */
export type PackageIds = Readonly<Partial<Record<MemberId, string>>>;

/** `two-of-three` is the code of `steps` once more, installed and running apart from it. */
export type PackageName = 'steps' | 'two-of-three' | 'low-level';

/** How long a chaincode may take in the network of the suite; a case about time-outs waits that long. */
export const CHAINCODE_LIMIT_MS = 3_000;

/** What the global set-up hands to the cases, as plain data: they run in another process. */
export interface Provided {
  readonly dataDir: string;
  readonly profile: string;
  readonly generation: Generation;
  readonly packages: Readonly<Record<PackageName, PackageIds>>;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly conformance: Provided;
  }
}

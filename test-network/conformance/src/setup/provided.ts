import type { MemberId } from '../network/consortium.js';

/** Package identifiers by member: what an approval has to name. */
export type PackageIds = Readonly<Partial<Record<MemberId, string>>>;

/** What the global set-up hands to the cases, as plain data: they run in another process. */
export interface Provided {
  readonly dataDir: string;
  readonly profile: string;
  readonly packages: { readonly steps: PackageIds; readonly 'low-level': PackageIds };
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly conformance: Provided;
  }
}

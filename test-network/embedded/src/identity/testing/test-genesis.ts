import type { common } from '@hyperledger/fabric-protos';
import type { TestOrg } from './test-org.js';

export interface TestGenesisOptions {
  readonly channelId: string;
  readonly applicationOrgs: readonly TestOrg[];
  readonly ordererOrg: TestOrg;
  readonly batch?: {
    readonly timeoutMs?: number;
    readonly maxMessages?: number;
    readonly absoluteMaxBytes?: number;
    readonly preferredMaxBytes?: number;
  };
  /** host:port of the orderer; localhost:7050 if left out. */
  readonly ordererEndpoint?: string;
  /** LifecycleEndorsement and Endorsement rule in the policy language; the majority of organisations if left out. */
  readonly lifecycleEndorsement?: string;
  readonly acls?: Readonly<Record<string, string>>;
}

/** A genesis config block like configtxgen's for these organisations, with the samples' policies. */
export function makeTestGenesis(options: TestGenesisOptions): common.Block {
  throw new Error(`not yet: ${options.channelId}`);
}

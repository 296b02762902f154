/** One member's or the ordering organisation's part in a channel configuration. */
export interface OrganisationSpec {
  readonly mspId: string;
  /** PEM texts of the organisation's roots. */
  readonly caCert: string;
  readonly tlsCaCert: string;
  /** Policy texts by name. */
  readonly policies: Readonly<Record<string, string>>;
}

export interface MemberSpec extends OrganisationSpec {
  readonly anchorPeers: readonly { readonly host: string; readonly port: number }[];
}

export interface ConsenterSpec {
  readonly host: string;
  readonly port: number;
  /** PEM text of the node's TLS certificate, by which the others of the cluster know it. */
  readonly tlsCert: string;
}

/** All that a channel's configuration is made of; every policy is a text without placeholders. */
export interface ChannelSpec {
  readonly channelId: string;
  readonly capabilities: { readonly channel: string; readonly orderer: string; readonly application: string };
  readonly policies: {
    readonly channel: Readonly<Record<string, string>>;
    readonly orderer: Readonly<Record<string, string>>;
    readonly application: Readonly<Record<string, string>>;
  };
  /** Policy paths by resource, for example `peer/Propose` to `/Channel/Application/Readers`. */
  readonly acls: Readonly<Record<string, string>>;
  readonly members: readonly MemberSpec[];
  readonly ordering: OrganisationSpec & {
    readonly consenters: readonly ConsenterSpec[];
    readonly batch: {
      readonly timeoutMs: number;
      readonly maxMessages: number;
      readonly preferredMaxBytes: number;
      readonly absoluteMaxBytes: number;
    };
    readonly raft: {
      readonly tickIntervalMs: number;
      readonly electionTick: number;
      readonly heartbeatTick: number;
      readonly maxInflightBlocks: number;
      readonly snapshotIntervalBytes: number;
    };
  };
}

import { createHash } from 'node:crypto';
import { type common, msp, type peer } from '@hyperledger/fabric-protos';
import { type ChaincodeLogLine, ChaincodeRuntime } from '../chaincode/runtime.js';
import { checkAcl } from '../endorser/acl.js';
import { Endorser } from '../endorser/endorser.js';
import type { EndorsingPeer } from '../endorser/endorsing-peer.js';
import { Msp } from '../identity/msp.js';
import { SigningIdentity } from '../identity/signing-identity.js';
import type { ChannelLedger } from '../ledger/channel-ledger.js';
import { LIFECYCLE_NAMESPACE } from '../ledger/definitions.js';
import type { SignedData } from '../policy/policy.js';
import { chaincodeSupportService } from '../services/chaincode-support-service.js';
import { peerDeliverService } from '../services/deliver/peer-deliver-service.js';
import type { DescriptorCache } from '../services/discovery/descriptor-cache.js';
import { discoveryService } from '../services/discovery/discovery-service.js';
import type { EndorsementDescriptor } from '../services/discovery/endorsement-analyzer.js';
import { endorserService } from '../services/endorser-service.js';
import type { ChannelFeed } from '../services/feed/channel-feed.js';
import type { OrdererPort } from '../services/gateway/gateway-context.js';
import { gatewayService } from '../services/gateway/gateway-service.js';
import type { NeighbourPeer, PeerDirectory, PublishedChaincode } from '../services/peer-directory.js';
import type { Method } from '../services/wire/method.js';
import type { NodeConfig } from './config.js';
import type { HostedChannel } from './hosted-channel.js';
import { Listening } from './listening.js';
import { checkLocalAdmin } from './local-admin.js';
import { type Log, logFor } from './log.js';

/** What a peer shares with the other nodes of the process. */
export interface Surroundings {
  readonly channels: ReadonlyMap<string, HostedChannel>;
  readonly directory: PeerDirectory;
  readonly descriptors: DescriptorCache;
  readonly orderer: OrdererPort;
  /** MSP ids of all peers of the process. */
  readonly organisations: readonly string[];
  /** Folder for this peer's chaincode packages. */
  readonly dir: string;
  readonly executeTimeoutMs: number | undefined;
  readonly startTimeoutMs: number | undefined;
  join(name: string, genesis: common.Block): Promise<void>;
}

/** One organisation's peer: its identity, its chaincode, and the services that applications call. */
export class PeerNode implements EndorsingPeer, NeighbourPeer {
  readonly name: string;
  readonly mspId: string;
  readonly endpoint: string;
  readonly signer: SigningIdentity;
  readonly localMsp: Msp;
  readonly pkiId: string;
  readonly runtime: ChaincodeRuntime;
  readonly #around: Surroundings;
  readonly #listening: Listening;
  readonly #endorser: Endorser;
  readonly #log: Log;

  constructor(config: NodeConfig, around: Surroundings) {
    this.name = config.name;
    this.mspId = config.mspId;
    this.endpoint = config.externalEndpoint;
    this.#around = around;
    this.#log = logFor(config.name);
    this.#listening = new Listening(config, this.#log);
    this.signer = SigningIdentity.fromMspDir(config.mspDir, config.mspId);
    this.localMsp = Msp.fromDirectory(config.mspDir, config.mspId);
    this.pkiId = pkiIdOf(this.signer.serialized);
    this.runtime = ChaincodeRuntime.open({
      dir: around.dir,
      mspId: config.mspId,
      peerAddress: this.#listening.address,
      peerTlsCaFile: config.tls.ca,
      log: ({ label, line }: ChaincodeLogLine) => this.#log(`[${label}] ${line}`),
      ...(around.executeTimeoutMs !== undefined && { executeTimeoutMs: around.executeTimeoutMs }),
      ...(around.startTimeoutMs !== undefined && { startTimeoutMs: around.startTimeoutMs }),
    });
    this.#endorser = new Endorser({ peer: this, runtime: this.runtime });
  }

  get identity(): Uint8Array {
    return this.signer.serialized;
  }

  get running(): boolean {
    return this.#listening.running;
  }

  get address(): string {
    return this.#listening.address;
  }

  ledger(channelId: string): ChannelLedger | undefined {
    return this.#joined(channelId)?.ledger;
  }

  get hostedOrganisations(): readonly string[] {
    return this.#around.organisations;
  }

  reachable(channelId: string): readonly string[] {
    return this.#around.directory
      .channelMembers(channelId)
      .filter((each) => each.running && each.mspId !== this.mspId)
      .map((each) => each.mspId);
  }

  channelIds(): readonly string[] {
    return [...this.#around.channels.keys()].filter((id) => this.#joined(id) !== undefined);
  }

  join(genesis: common.Block): Promise<void> {
    return this.#around.join(this.name, genesis);
  }

  /** To be called once for each channel that this peer joins or has joined before. */
  async joined(channelId: string): Promise<void> {
    const ledger = this.ledger(channelId);
    if (ledger !== undefined) {
      await this.#endorser.channelJoined(ledger);
      this.#log(`on channel ${channelId} at height ${ledger.height}`);
    }
  }

  chaincodes(channelId: string): readonly PublishedChaincode[] {
    return withLifecycle(this.#endorser.chaincodes(channelId));
  }

  sign(message: Uint8Array): Uint8Array {
    return this.signer.sign(message);
  }

  processProposal(signed: peer.SignedProposal): Promise<peer.ProposalResponse> {
    return this.#endorser.processProposal(signed);
  }

  async start(): Promise<void> {
    await this.#listening.start(this.#services());
    this.#log(`serving on ${this.address}`);
  }

  /** Drops every connection; chaincode in threads of the process goes on, and so does what it holds. */
  async stop(): Promise<void> {
    await this.#listening.stop();
    this.#log('stopped');
  }

  /** Ends the peer's chaincode for good. */
  async close(): Promise<void> {
    await this.#listening.stop();
    await this.runtime.close();
  }

  #joined(channelId: string): HostedChannel | undefined {
    const channel = this.#around.channels.get(channelId);
    return channel?.members.has(this.name) === true ? channel : undefined;
  }

  #services(): Method[] {
    const context = {
      self: this,
      mspId: this.mspId,
      directory: this.#around.directory,
      orderer: this.#around.orderer,
      ledger: (channelId: string) => this.ledger(channelId),
      feed: (channelId: string): ChannelFeed | undefined => this.#joined(channelId)?.feed,
      checkAcl: (resource: string, channelId: string, signed: SignedData) =>
        checkAcl(this, { resource, channelId, signed }),
      checkLocalAdmin: (signed: SignedData) => checkLocalAdmin(this.localMsp, signed),
      peersForEndorsement: (channelId: string, interest: peer.ChaincodeInterest): EndorsementDescriptor =>
        this.#around.descriptors.peersForEndorsement(channelId, interest),
      log: this.#log,
    };
    return [
      ...endorserService(this),
      ...gatewayService(context),
      ...peerDeliverService(context),
      ...discoveryService(context),
      ...chaincodeSupportService(this.runtime),
    ];
  }
}

const published = new WeakMap<readonly PublishedChaincode[], readonly PublishedChaincode[]>();

/** Every peer can run `_lifecycle`, at the sequence that Fabric gives it. The same array for the same array. */
function withLifecycle(chaincodes: readonly PublishedChaincode[]): readonly PublishedChaincode[] {
  let all = published.get(chaincodes);
  if (all === undefined) {
    all = [...chaincodes, { name: LIFECYCLE_NAMESPACE, version: '1' }];
    published.set(chaincodes, all);
  }
  return all;
}

function pkiIdOf(identity: Uint8Array): string {
  const serialized = msp.SerializedIdentity.deserializeBinary(identity);
  return createHash('sha256')
    .update(serialized.getMspid())
    .update(serialized.getIdBytes_asU8())
    .digest('hex');
}

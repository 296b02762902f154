import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { common, peer } from '@hyperledger/fabric-protos';
import { ChaincodeRuntime } from '../../chaincode/runtime.js';
import { Msp } from '../../identity/msp.js';
import type { SigningIdentity } from '../../identity/signing-identity.js';
import { makeTestGenesis, type TestGenesisOptions } from '../../identity/testing/test-genesis.js';
import { makeTestOrg, type TestOrg } from '../../identity/testing/test-org.js';
import { blockDataHash, blockHeaderHash } from '../../ledger/blocks/block-hash.js';
import { ChannelLedger } from '../../ledger/channel-ledger.js';
import { Endorser } from '../endorser.js';
import type { EndorsingPeer } from '../endorsing-peer.js';
import { makeProposal, makeTransaction, type ProposalFields, type TestProposal } from './test-proposal.js';

const { lifecycle } = peer;

export interface TestPeer {
  readonly org: TestOrg;
  readonly runtime: ChaincodeRuntime;
  readonly endorser: Endorser;
  readonly admin: SigningIdentity;
  readonly client: SigningIdentity;
}

export interface Definition {
  readonly name: string;
  readonly version?: string;
  readonly sequence?: number;
  readonly initRequired?: boolean;
  readonly policy?: common.SignaturePolicyEnvelope;
  readonly collections?: peer.CollectionConfigPackage;
}

type Invocation = Omit<ProposalFields, 'client' | 'channelId'> & {
  readonly client?: SigningIdentity;
  readonly channelId?: string;
};

/** Two organisations with a peer each and their channels, without an orderer: a test puts blocks together itself. */
export class TestNetwork {
  readonly dir = mkdtempSync(path.join(tmpdir(), 'endorser-'));
  readonly ledgers = new Map<string, ChannelLedger>();
  readonly joined: common.Block[] = [];
  unreachable: readonly string[] = [];
  #peers: readonly TestPeer[] = [];
  #ordererOrg: TestOrg | undefined;

  static async start(mspIds: readonly string[], executeTimeoutMs = 10_000): Promise<TestNetwork> {
    const network = new TestNetwork();
    network.#ordererOrg = await makeTestOrg('OrdererMSP');
    network.#peers = await Promise.all(mspIds.map((mspId) => network.#peer(mspId, mspIds, executeTimeoutMs)));
    return network;
  }

  peer(mspId: string): TestPeer {
    const found = this.#peers.find(({ org }) => org.mspId === mspId);
    if (found === undefined) {
      throw new Error(`no peer of ${mspId}`);
    }
    return found;
  }

  ledger(channelId = 'ch'): ChannelLedger {
    const found = this.ledgers.get(channelId);
    if (found === undefined) {
      throw new Error(`no channel ${channelId}`);
    }
    return found;
  }

  genesis(channelId: string, options: Partial<TestGenesisOptions> = {}): common.Block {
    if (this.#ordererOrg === undefined) {
      throw new Error('the network was not started');
    }
    const applicationOrgs = this.#peers.map(({ org }) => org);
    return makeTestGenesis({ channelId, applicationOrgs, ordererOrg: this.#ordererOrg, ...options });
  }

  async openChannel(channelId: string, options: Partial<TestGenesisOptions> = {}): Promise<void> {
    const ledger = await ChannelLedger.open({
      dir: path.join(this.dir, 'ledgers', channelId),
      genesis: this.genesis(channelId, options),
      organisations: this.#peers.map(({ org }) => org.mspId),
    });
    this.ledgers.set(channelId, ledger);
    await Promise.all(this.#peers.map(({ endorser }) => endorser.channelJoined(ledger)));
  }

  /** Installs, approves and commits a chaincode at every organisation. */
  async deploy(packageBytes: Uint8Array, definition: Definition, channelId = 'ch'): Promise<string> {
    let packageId = '';
    for (const each of this.#peers) {
      packageId = (await each.runtime.install(packageBytes)).packageId;
    }
    await this.approveAll(packageId, definition, channelId);
    await this.commit(definition, channelId);
    return packageId;
  }

  async approveAll(packageId: string, definition: Definition, channelId = 'ch'): Promise<void> {
    for (const { org } of this.#peers) {
      await this.approve(org.mspId, packageId, definition, channelId);
    }
  }

  async approve(mspId: string, packageId: string, definition: Definition, channelId = 'ch'): Promise<void> {
    const args = fillDefinition(new lifecycle.ApproveChaincodeDefinitionForMyOrgArgs(), definition);
    const local = new lifecycle.ChaincodeSource.Local();
    local.setPackageId(packageId);
    const source = new lifecycle.ChaincodeSource();
    source.setLocalPackage(local);
    args.setSource(source);
    await this.submit([mspId], {
      client: this.peer(mspId).admin,
      channelId,
      chaincode: '_lifecycle',
      args: ['ApproveChaincodeDefinitionForMyOrg', args.serializeBinary()],
    });
  }

  async commit(definition: Definition, channelId = 'ch'): Promise<void> {
    const args = fillDefinition(new lifecycle.CommitChaincodeDefinitionArgs(), definition);
    const [first] = this.#peers;
    await this.submit(
      this.#peers.map(({ org }) => org.mspId),
      {
        ...(first === undefined ? {} : { client: first.admin }),
        channelId,
        chaincode: '_lifecycle',
        args: ['CommitChaincodeDefinition', args.serializeBinary()],
      },
    );
  }

  propose(invocation: Invocation): TestProposal {
    const [first] = this.#peers;
    const client = invocation.client ?? first?.client;
    if (client === undefined) {
      throw new Error('the network has no peer');
    }
    return makeProposal({ channelId: 'ch', ...invocation, client });
  }

  /** One peer's answer. */
  evaluate(mspId: string, invocation: Invocation): Promise<peer.ProposalResponse> {
    return this.peer(mspId).endorser.processProposal(this.propose(invocation).signed);
  }

  /** Has a transaction endorsed and committed; throws if a peer refuses or the transaction is not valid. */
  async submit(mspIds: readonly string[], invocation: Invocation): Promise<peer.ProposalResponse> {
    const client = invocation.client ?? this.#peers[0]?.client;
    return this.submitProposal(mspIds, this.propose(invocation), client, invocation.channelId);
  }

  async submitProposal(
    mspIds: readonly string[],
    proposal: TestProposal,
    client = this.#peers[0]?.client,
    channelId = 'ch',
  ): Promise<peer.ProposalResponse> {
    const responses = await Promise.all(
      mspIds.map((mspId) => this.peer(mspId).endorser.processProposal(proposal.signed)),
    );
    const [first] = responses;
    for (const response of responses) {
      if (response.getEndorsement() === undefined) {
        throw new Error(response.getResponse()?.getMessage());
      }
    }
    if (client === undefined || first === undefined) {
      throw new Error('nobody to endorse or to sign');
    }
    const ledger = this.ledger(channelId);
    await appendBlock(ledger, [makeTransaction(proposal, responses, client)]);
    const code = ledger.transaction(proposal.txId)?.code;
    if (code !== peer.TxValidationCode.VALID) {
      throw new Error(`the transaction was committed with code ${code}`);
    }
    return first;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#peers.map(({ runtime }) => runtime.close()));
    await Promise.all([...this.ledgers.values()].map((ledger) => ledger.close()));
    rmSync(this.dir, { recursive: true });
  }

  async #peer(mspId: string, mspIds: readonly string[], executeTimeoutMs: number): Promise<TestPeer> {
    const org = await makeTestOrg(mspId);
    const mspDir = path.join(this.dir, mspId);
    mkdirSync(mspDir);
    await org.writeMspDir(mspDir, 'peer');
    const runtime = ChaincodeRuntime.open({
      dir: path.join(this.dir, `${mspId}-packages`),
      mspId,
      peerAddress: '127.0.0.1:0',
      peerTlsCaFile: '/nowhere',
      executeTimeoutMs,
    });
    const endorsingPeer: EndorsingPeer = {
      mspId,
      signer: await org.identity('peer'),
      localMsp: Msp.fromDirectory(mspDir, mspId),
      ledger: (channelId) => this.ledgers.get(channelId),
      channelIds: () => [...this.ledgers.keys()],
      join: async (genesis) => {
        this.joined.push(genesis);
      },
      hostedOrganisations: mspIds,
      reachable: () => mspIds.filter((each) => each !== mspId && !this.unreachable.includes(each)),
    };
    const endorser = new Endorser({ peer: endorsingPeer, runtime });
    const [admin, client] = await Promise.all([org.identity('admin'), org.identity('client')]);
    return { org, runtime, endorser, admin, client };
  }
}

interface DefinitionFields {
  setName(value: string): void;
  setVersion(value: string): void;
  setSequence(value: number): void;
  setInitRequired(value: boolean): void;
  setValidationParameter(value: Uint8Array): void;
  setCollections(value: peer.CollectionConfigPackage): void;
}

export function fillDefinition<T extends DefinitionFields>(args: T, definition: Definition): T {
  args.setName(definition.name);
  args.setVersion(definition.version ?? '1.0');
  args.setSequence(definition.sequence ?? 1);
  args.setInitRequired(definition.initRequired ?? false);
  if (definition.policy !== undefined) {
    const policy = new peer.ApplicationPolicy();
    policy.setSignaturePolicy(definition.policy);
    args.setValidationParameter(policy.serializeBinary());
  }
  if (definition.collections !== undefined) {
    args.setCollections(definition.collections);
  }
  return args;
}

/** Puts the next block of a channel together and commits it. */
export async function appendBlock(
  ledger: ChannelLedger,
  envelopes: readonly common.Envelope[],
): Promise<void> {
  const last = ledger.block(ledger.height - 1)?.getHeader();
  if (last === undefined) {
    throw new Error('the ledger has no last block');
  }
  const bytes = envelopes.map((envelope) => envelope.serializeBinary());
  const header = new common.BlockHeader();
  header.setNumber(ledger.height);
  header.setPreviousHash(blockHeaderHash(last));
  header.setDataHash(blockDataHash(bytes));
  const data = new common.BlockData();
  data.setDataList(bytes);
  const metadata = new common.BlockMetadata();
  metadata.setMetadataList([new Uint8Array(), new Uint8Array(), new Uint8Array(), new Uint8Array()]);
  const block = new common.Block();
  block.setHeader(header);
  block.setData(data);
  block.setMetadata(metadata);
  await ledger.append(block);
}

import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { common, peer } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../../identity/signing-identity.js';
import { BlockWriter } from '../../ordering/block-writer.js';
import { parsePolicy } from '../../policy/policy-dsl.js';
import { ChannelLedger, type CommittedTransaction } from '../channel-ledger.js';
import { LIFECYCLE_NAMESPACE } from '../definitions.js';
import type { SimulationResults, Simulator } from '../simulator.js';
import { build } from '../wire/build.js';
import { CHANNEL, type TestNetwork } from './test-network.js';
import { testTransaction, testTxId } from './test-transactions.js';

export { makeTestNetwork, type TestNetwork } from './test-network.js';

export interface TestCollection {
  readonly name: string;
  /** In the policy language. */
  readonly members: string;
  readonly blockToLive?: number;
  readonly endorsement?: string;
}

export interface TestChaincode {
  readonly name: string;
  /** In the policy language. */
  readonly policy: string;
  readonly collections?: readonly TestCollection[];
}

/** A simulated and endorsed transaction that has not been ordered. */
export interface Endorsed {
  readonly envelope: common.Envelope;
  readonly txId: string;
  readonly results: SimulationResults;
}

export interface EndorseOptions {
  readonly chaincode?: string;
  /** MSP ids; the first simulates. All organisations if left out. */
  readonly endorsers?: readonly string[];
  readonly nonce?: Uint8Array;
  /** Whether the endorsers keep the private data for those who are to have it; they do if left out. */
  readonly keepsPrivateData?: boolean;
}

/** A channel's ledger with what is needed to put transactions on it: a client, endorsers, an orderer. */
export class TestChannel {
  readonly network: TestNetwork;
  readonly ledger: ChannelLedger;
  readonly #writer: BlockWriter;

  private constructor(network: TestNetwork, ledger: ChannelLedger) {
    this.network = network;
    this.ledger = ledger;
    const last = ledger.block(ledger.height - 1)?.getHeader();
    this.#writer = new BlockWriter({
      signer: network.orderer,
      last: last ?? new common.BlockHeader(),
      lastConfigBlock: 0,
    });
  }

  static async open(network: TestNetwork, organisations = [...network.peers.keys()]): Promise<TestChannel> {
    const { dir, genesis } = network;
    return new TestChannel(network, await ChannelLedger.open({ dir, genesis, organisations }));
  }

  /** Simulates, has the result endorsed, and its private data kept by the endorsers until it commits. */
  async endorse(
    simulate: (simulator: Simulator) => void | Promise<void>,
    options: EndorseOptions = {},
  ): Promise<Endorsed> {
    const { client, peers } = this.network;
    const chaincode = options.chaincode ?? 'cc';
    const endorsers = options.endorsers ?? [...peers.keys()];
    const nonce = options.nonce ?? randomBytes(24);
    const txId = testTxId(client, nonce);
    const results = await this.simulate(simulate, { txId, mspId: endorsers[0] ?? 'AMSP' });
    if (options.keepsPrivateData ?? true) {
      await this.#keep(txId, results, endorsers);
    }
    const envelope = testTransaction({
      channelId: CHANNEL,
      creator: client,
      endorsers: endorsers.map((mspId) => this.peer(mspId)),
      chaincode,
      rwset: results.publicRwset,
      nonce,
    });
    return { envelope, txId, results };
  }

  async simulate(
    simulate: (simulator: Simulator) => void | Promise<void>,
    options: { readonly mspId: string; readonly txId?: string } = { mspId: 'AMSP' },
  ): Promise<SimulationResults> {
    const simulator = this.ledger.simulate({ txId: 'query', ...options });
    try {
      await simulate(simulator);
      return simulator.results();
    } finally {
      simulator.done();
    }
  }

  /** What a peer of an organisation reads. */
  async read<T>(mspId: string, query: (simulator: Simulator) => T | Promise<T>): Promise<T> {
    const simulator = this.ledger.simulate({ mspId, txId: 'query' });
    try {
      return await query(simulator);
    } finally {
      simulator.done();
    }
  }

  /** Puts transactions into one block and commits it; answers their codes. */
  async commit(...transactions: readonly (Endorsed | common.Envelope)[]): Promise<number[]> {
    return (await this.commitBlock(transactions)).map(({ code }) => code);
  }

  async commitBlock(
    transactions: readonly (Endorsed | common.Envelope)[],
  ): Promise<readonly CommittedTransaction[]> {
    const messages = transactions.map((each) => ('envelope' in each ? each.envelope : each));
    let committed: readonly CommittedTransaction[] = [];
    const stop = this.ledger.onBlock((block) => {
      committed = block.transactions;
    });
    await this.ledger.append(this.nextBlock(messages));
    stop();
    return committed;
  }

  nextBlock(messages: readonly common.Envelope[]): common.Block {
    return this.#writer.next(messages, { isConfig: false });
  }

  /** Simulates, endorses and commits in a block of its own. */
  async invoke(
    simulate: (simulator: Simulator) => void | Promise<void>,
    options: EndorseOptions = {},
  ): Promise<number> {
    const [code = -1] = await this.commit(await this.endorse(simulate, options));
    return code;
  }

  /** Commits a definition, as the lifecycle chaincode writes it. */
  async define({ name, policy, collections = [] }: TestChaincode): Promise<void> {
    const fields: [string, peer.lifecycle.StateData][] = [
      ['Sequence', build(new peer.lifecycle.StateData(), (data) => data.setInt64(1))],
      ['EndorsementInfo', bytesData(endorsementInfo().serializeBinary())],
      ['ValidationInfo', bytesData(validationInfo(policy).serializeBinary())],
      ['Collections', bytesData(collectionPackage(collections).serializeBinary())],
    ];
    const metadata = build(new peer.lifecycle.StateMetadata(), (message) => {
      message.setDatatype('ChaincodeDefinition');
      message.setFieldsList(fields.map(([field]) => field));
    });
    const code = await this.invoke(
      (simulator) => {
        simulator.putState(LIFECYCLE_NAMESPACE, `namespaces/metadata/${name}`, metadata.serializeBinary());
        for (const [field, data] of fields) {
          simulator.putState(
            LIFECYCLE_NAMESPACE,
            `namespaces/fields/${name}/${field}`,
            data.serializeBinary(),
          );
        }
      },
      { chaincode: LIFECYCLE_NAMESPACE },
    );
    if (code !== peer.TxValidationCode.VALID) {
      throw new Error(`The definition of ${name} was not committed: code ${code}.`);
    }
  }

  peer(mspId: string): SigningIdentity {
    const found = this.network.peers.get(mspId);
    if (found === undefined) {
      throw new Error(`There is no organisation ${mspId} in the test network.`);
    }
    return found;
  }

  async close(): Promise<void> {
    await this.ledger.close();
  }

  /** Closes the ledger and removes all its files. */
  async destroy(): Promise<void> {
    await this.close();
    await rm(this.network.dir, { recursive: true, force: true });
  }

  async #keep(txId: string, results: SimulationResults, mspIds: readonly string[]): Promise<void> {
    const rwset = results.privateRwset;
    if (rwset === undefined) {
      return;
    }
    for (const mspId of mspIds) {
      const entry = { txId, rwset, height: this.ledger.height, collectionConfigs: new Map() };
      await this.ledger.storeTransient(mspId, entry);
    }
  }
}

function bytesData(bytes: Uint8Array): peer.lifecycle.StateData {
  return build(new peer.lifecycle.StateData(), (data) => data.setBytes(bytes));
}

function endorsementInfo(): peer.lifecycle.ChaincodeEndorsementInfo {
  return build(new peer.lifecycle.ChaincodeEndorsementInfo(), (info) => {
    info.setVersion('1.0');
    info.setEndorsementPlugin('escc');
  });
}

function validationInfo(policy: string): peer.lifecycle.ChaincodeValidationInfo {
  return build(new peer.lifecycle.ChaincodeValidationInfo(), (info) => {
    info.setValidationPlugin('vscc');
    info.setValidationParameter(applicationPolicy(policy).serializeBinary());
  });
}

function applicationPolicy(policy: string): peer.ApplicationPolicy {
  return build(new peer.ApplicationPolicy(), (message) => message.setSignaturePolicy(parsePolicy(policy)));
}

function collectionPackage(collections: readonly TestCollection[]): peer.CollectionConfigPackage {
  return build(new peer.CollectionConfigPackage(), (message) =>
    message.setConfigList(
      collections.map((collection) =>
        build(new peer.CollectionConfig(), (config) =>
          config.setStaticCollectionConfig(staticConfig(collection)),
        ),
      ),
    ),
  );
}

function staticConfig({
  name,
  members,
  blockToLive,
  endorsement,
}: TestCollection): peer.StaticCollectionConfig {
  return build(new peer.StaticCollectionConfig(), (config) => {
    config.setName(name);
    config.setMemberOrgsPolicy(
      build(new peer.CollectionPolicyConfig(), (policy) => policy.setSignaturePolicy(parsePolicy(members))),
    );
    config.setBlockToLive(blockToLive ?? 0);
    if (endorsement !== undefined) {
      config.setEndorsementPolicy(applicationPolicy(endorsement));
    }
  });
}

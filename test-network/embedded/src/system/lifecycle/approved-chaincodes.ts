import type { common } from '@hyperledger/fabric-protos';
import type { ChaincodeRuntime } from '../../chaincode/runtime.js';
import type { ChannelLedger } from '../../ledger/channel-ledger.js';
import { type ChaincodeDefinition, chaincodeDefinition } from '../../ledger/definitions.js';
import { packageRecord } from './approve.js';
import { approvalName, definitionPlace, parametersRecord, readDefinition } from './definition.js';
import { opaqueState, publicState } from './lifecycle-state.js';
import { differences, encodeField, encodeMetadata, fieldKey, hasHash, metadataKey } from './record.js';

/** What a committed definition means for one peer. */
export interface ApprovedChaincode {
  readonly definition: ChaincodeDefinition;
  /** Whether the peer's organisation has approved this sequence, word for word. */
  readonly approved: boolean;
  /** The installed package that the organisation chose; undefined if it is not installed or none was chosen. */
  readonly packageId: string | undefined;
}

/** A chaincode under the version of its definition. */
export interface ChaincodeVersion {
  readonly name: string;
  readonly version: string;
}

interface Options {
  readonly mspId: string;
  readonly runtime: ChaincodeRuntime;
}

/** A chaincode that the peer can run on a channel. */
export interface RunnableChaincode {
  readonly name: string;
  /** The definition's sequence, which discovery calls version. */
  readonly version: string;
  readonly packageId: string;
}

interface Channel {
  readonly ledger: ChannelLedger;
  /** Names of all chaincodes with a committed definition. */
  readonly names: Set<string>;
  runnable: readonly RunnableChaincode[] | undefined;
}

/** Which package runs which chaincode of which channel, as far as one organisation has approved. */
export class ApprovedChaincodes {
  readonly #options: Options;
  readonly #channels = new Map<string, Channel>();
  readonly #known = new Map<string, ApprovedChaincode>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Follows a channel's lifecycle; `changed` is called after each block that may have changed a definition. */
  async follow(ledger: ChannelLedger, changed: () => void): Promise<void> {
    const channel: Channel = { ledger, names: new Set(), runnable: undefined };
    this.#channels.set(ledger.channelId, channel);
    ledger.onBlock(({ block }) => {
      const touched = lifecycleTransactions(block);
      if (touched.length > 0) {
        for (const name of touched.flatMap(definedNames)) {
          channel.names.add(name);
        }
        this.forgetAll();
        changed();
      }
    });
    for (const name of await committedNames(ledger, this.#options.mspId)) {
      channel.names.add(name);
    }
    channel.runnable = undefined;
  }

  /** To be called when a package has been installed. */
  forgetAll(): void {
    this.#known.clear();
    for (const channel of this.#channels.values()) {
      channel.runnable = undefined;
    }
  }

  /** What the committed definition of a chaincode means here; undefined without a definition. */
  get(ledger: ChannelLedger, chaincode: string): ApprovedChaincode | undefined {
    const key = `${ledger.channelId}/${chaincode}`;
    let known = this.#known.get(key);
    if (known === undefined) {
      known = this.#look(ledger, chaincode);
      if (known !== undefined) {
        this.#known.set(key, known);
      }
    }
    return known;
  }

  /** The chaincodes of a channel that the peer can run; the same array as long as nothing changes. */
  runnable(channelId: string): readonly RunnableChaincode[] {
    const channel = this.#channels.get(channelId);
    if (channel === undefined) {
      return [];
    }
    channel.runnable ??= [...channel.names].sort().flatMap((name) => {
      const known = this.get(channel.ledger, name);
      return known?.packageId === undefined
        ? []
        : [{ name, version: String(known.definition.sequence), packageId: known.packageId }];
    });
    return channel.runnable;
  }

  /** Channel to the chaincodes there that run an installed package. */
  references(packageId: string): ReadonlyMap<string, readonly ChaincodeVersion[]> {
    const references = new Map<string, ChaincodeVersion[]>();
    for (const [channelId, { ledger }] of this.#channels) {
      const chaincodes = this.runnable(channelId)
        .filter((each) => each.packageId === packageId)
        .map(({ name }) => ({ name, version: this.get(ledger, name)?.definition.version ?? '' }));
      if (chaincodes.length > 0) {
        references.set(channelId, chaincodes);
      }
    }
    return references;
  }

  #look(ledger: ChannelLedger, chaincode: string): ApprovedChaincode | undefined {
    const { mspId, runtime } = this.#options;
    const simulator = ledger.simulate({ mspId, txId: '' });
    try {
      const definition = chaincodeDefinition(simulator, chaincode);
      const parameters = readDefinition(chaincode, publicState(simulator));
      if (definition === undefined || parameters === undefined) {
        return undefined;
      }
      const organisation = opaqueState(simulator, mspId);
      const name = approvalName(chaincode, definition.sequence);
      if (differences(definitionPlace(name), parametersRecord(parameters), organisation).length > 0) {
        return { definition, approved: false, packageId: undefined };
      }
      const source = { namespace: 'chaincode-sources', name } as const;
      const hasSource = hasHash(organisation.hash(metadataKey(source)), encodeMetadata(packageRecord('')));
      const chosen = organisation.hash(fieldKey(source, 'PackageID'));
      const installed = runtime
        .installed()
        .find(({ packageId }) => hasHash(chosen, encodeField({ string: packageId })));
      return { definition, approved: true, packageId: hasSource ? installed?.packageId : undefined };
    } finally {
      simulator.done();
    }
  }
}

const MARKS = [Buffer.from('ChaincodeDefinition'), Buffer.from('_implicit_org_')];

/**
 * The transactions of a block that may have changed a definition or an approval.
 *
 * Every approval writes an implicit collection and every commit names its function, so the marks are found in the
 * bytes without taking transactions apart; a false alarm costs one look at the definitions.
 */
function lifecycleTransactions(block: common.Block): readonly Buffer[] {
  return (block.getData()?.getDataList_asU8() ?? [])
    .map((envelope) => Buffer.from(envelope.buffer, envelope.byteOffset, envelope.byteLength))
    .filter((bytes) => MARKS.some((mark) => bytes.includes(mark)));
}

/** Names whose definition a transaction may have written; looking one up that it did not write does no harm. */
function definedNames(transaction: Buffer): readonly string[] {
  const text = transaction.toString('latin1');
  return [...text.matchAll(/namespaces\/fields\/([A-Za-z0-9_-]+)\/Sequence/g)].map(([, name = '']) => name);
}

async function committedNames(ledger: ChannelLedger, mspId: string): Promise<readonly string[]> {
  const simulator = ledger.simulate({ mspId, txId: '' });
  try {
    const prefix = metadataKey(definitionPlace(''));
    const entries = await publicState(simulator).list(prefix);
    return entries.map(({ key }) => key.slice(prefix.length));
  } finally {
    simulator.done();
  }
}

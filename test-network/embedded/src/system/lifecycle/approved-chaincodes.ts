import type { ChaincodeRuntime } from '../../chaincode/runtime.js';
import type { ChannelLedger, CommittedBlock } from '../../ledger/channel-ledger.js';
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

interface Options {
  readonly mspId: string;
  readonly runtime: ChaincodeRuntime;
}

/** Which package runs which chaincode of which channel, as far as one organisation has approved. */
export class ApprovedChaincodes {
  readonly #options: Options;
  readonly #ledgers = new Map<string, ChannelLedger>();
  readonly #known = new Map<string, ApprovedChaincode>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Follows a channel's lifecycle; `changed` is called after each block that may have changed a definition. */
  follow(ledger: ChannelLedger, changed: () => void): () => void {
    this.#ledgers.set(ledger.channelId, ledger);
    const unsubscribe = ledger.onBlock((block) => {
      if (touchesLifecycle(block)) {
        this.forgetAll();
        changed();
      }
    });
    return () => {
      unsubscribe();
      this.#ledgers.delete(ledger.channelId);
    };
  }

  /** To be called when a package has been installed. */
  forgetAll(): void {
    this.#known.clear();
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

  /** The names of a channel's committed chaincodes. */
  async names(ledger: ChannelLedger): Promise<readonly string[]> {
    const simulator = ledger.simulate({ mspId: this.#options.mspId, txId: '' });
    try {
      const prefix = metadataKey(definitionPlace(''));
      const entries = await publicState(simulator).list(prefix);
      return entries.map(({ key }) => key.slice(prefix.length));
    } finally {
      simulator.done();
    }
  }

  /** Channel to the chaincodes there that run an installed package. */
  async references(
    packageId: string,
  ): Promise<ReadonlyMap<string, readonly { readonly name: string; readonly version: string }[]>> {
    const references = new Map<string, { name: string; version: string }[]>();
    for (const [channelId, ledger] of this.#ledgers) {
      for (const name of await this.names(ledger)) {
        const known = this.get(ledger, name);
        if (known?.packageId === packageId) {
          const list = references.get(channelId) ?? [];
          list.push({ name, version: known.definition.version });
          references.set(channelId, list);
        }
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
 * Whether a block may have changed a definition or an approval.
 *
 * Every approval writes an implicit collection and every commit names its function, so the marks are found in the
 * bytes without taking transactions apart; a false alarm costs one look at the definitions.
 */
function touchesLifecycle({ block }: CommittedBlock): boolean {
  return (block.getData()?.getDataList_asU8() ?? []).some((envelope) => {
    const bytes = Buffer.from(envelope.buffer, envelope.byteOffset, envelope.byteLength);
    return MARKS.some((mark) => bytes.includes(mark));
  });
}

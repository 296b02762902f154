import { createHash } from 'node:crypto';
import { common, peer } from '@hyperledger/fabric-protos';

export interface ChainFacts {
  readonly height: number;
  /** Transaction ids with code VALID; an id twice is reported as a fault. */
  readonly valid: ReadonlySet<string>;
  /** What is wrong with the chain, one sentence each; empty when it is whole. */
  readonly faults: readonly string[];
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

function der(tag: number, content: Uint8Array): Buffer {
  const length = content.length < 0x80 ? Buffer.from([content.length]) : Buffer.from([0x81, content.length]);
  if (content.length > 0xff)
    throw new Error(`A block header field of ${content.length} bytes is not a hash.`);
  return Buffer.concat([Buffer.from([tag]), length, content]);
}

/** Hash of a block header: SHA-256 of its ASN.1 DER form (number, previous hash, data hash). */
function headerHash(header: common.BlockHeader): Buffer {
  const hex = header.getNumber().toString(16);
  const number = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const positive = (number[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), number]) : number;
  const fields = [
    der(0x02, positive),
    der(0x04, header.getPreviousHash_asU8()),
    der(0x04, header.getDataHash_asU8()),
  ];
  return sha256(der(0x30, Buffer.concat(fields)));
}

function txIdOf(envelope: Uint8Array): string {
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(envelope).getPayload_asU8(),
  );
  const header = payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array();
  return common.ChannelHeader.deserializeBinary(header).getTxId();
}

/** Walks a chain from block 0 and says whether hashes, numbers and transaction ids are what they must be. */
export class ChainWalk {
  readonly #valid = new Set<string>();
  readonly #faults: string[] = [];
  #height = 0;
  #previous: Buffer = Buffer.alloc(0);

  add(block: common.Block): void {
    const header = block.getHeader();
    const data = block.getData()?.getDataList_asU8() ?? [];
    if (header === undefined) {
      this.#faults.push(`Block ${this.#height} has no header.`);
      return;
    }
    const number = header.getNumber();
    if (number !== this.#height) this.#faults.push(`Block ${this.#height} says that it is ${number}.`);
    if (!this.#previous.equals(header.getPreviousHash_asU8())) {
      this.#faults.push(`Block ${number} does not continue the hash of the block before it.`);
    }
    if (!sha256(Buffer.concat(data)).equals(header.getDataHash_asU8())) {
      this.#faults.push(`Block ${number} holds other data than its hash says.`);
    }
    this.#addTransactions(block, data);
    this.#previous = headerHash(header);
    this.#height += 1;
  }

  #addTransactions(block: common.Block, data: readonly Uint8Array[]): void {
    const flags = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER];
    data.forEach((envelope, index) => {
      if (flags?.[index] !== peer.TxValidationCode.VALID) return;
      const txId = txIdOf(envelope);
      if (txId !== '' && this.#valid.has(txId)) this.#faults.push(`Transaction ${txId} is VALID twice.`);
      this.#valid.add(txId);
    });
  }

  facts(): ChainFacts {
    return { height: this.#height, valid: this.#valid, faults: this.#faults };
  }
}

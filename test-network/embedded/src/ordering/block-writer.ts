import { randomBytes } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../identity/signing-identity.js';
import { blockDataHash, blockHeaderBytes, blockHeaderHash } from '../ledger/blocks/block-hash.js';
import { build } from '../ledger/wire/build.js';

const { LAST_CONFIG, SIGNATURES } = common.BlockMetadataIndex;
const METADATA_ENTRIES = 5;
const NONCE_BYTES = 24;

/** Makes signed blocks that follow one another. */
export class BlockWriter {
  readonly #signer: SigningIdentity;
  #last: common.BlockHeader;
  #lastConfigBlock: number;

  constructor(options: {
    readonly signer: SigningIdentity;
    /** The header of the block to go on from. */
    readonly last: common.BlockHeader;
    readonly lastConfigBlock: number;
  }) {
    this.#signer = options.signer;
    this.#last = options.last;
    this.#lastConfigBlock = options.lastConfigBlock;
  }

  next(messages: readonly common.Envelope[], options: { readonly isConfig: boolean }): common.Block {
    const envelopes = messages.map((message) => message.serializeBinary());
    const header = build(new common.BlockHeader(), (message) => {
      message.setNumber(this.#last.getNumber() + 1);
      message.setPreviousHash(blockHeaderHash(this.#last));
      message.setDataHash(blockDataHash(envelopes));
    });
    this.#last = header;
    if (options.isConfig) {
      this.#lastConfigBlock = header.getNumber();
    }
    return build(new common.Block(), (block) => {
      block.setHeader(header);
      block.setData(build(new common.BlockData(), (data) => data.setDataList(envelopes)));
      block.setMetadata(this.#metadata(header));
    });
  }

  #metadata(header: common.BlockHeader): common.BlockMetadata {
    const lastConfig = build(new common.LastConfig(), (message) => message.setIndex(this.#lastConfigBlock));
    const entries: Uint8Array[] = Array.from({ length: METADATA_ENTRIES }, () => new Uint8Array());
    entries[LAST_CONFIG] = build(new common.Metadata(), (message) =>
      message.setValue(lastConfig.serializeBinary()),
    ).serializeBinary();
    entries[SIGNATURES] = this.#signed(header, lastConfig).serializeBinary();
    return build(new common.BlockMetadata(), (message) => message.setMetadataList(entries));
  }

  #signed(header: common.BlockHeader, lastConfig: common.LastConfig): common.Metadata {
    const value = build(new common.OrdererBlockMetadata(), (message) => {
      message.setLastConfig(lastConfig);
      message.setConsenterMetadata(new common.Metadata().serializeBinary());
    }).serializeBinary();
    const signatureHeader = newSignatureHeader(this.#signer).serializeBinary();
    const signature = this.#signer.sign(Buffer.concat([value, signatureHeader, blockHeaderBytes(header)]));
    return build(new common.Metadata(), (metadata) => {
      metadata.setValue(value);
      metadata.addSignatures(
        build(new common.MetadataSignature(), (message) => {
          message.setSignatureHeader(signatureHeader);
          message.setSignature(signature);
        }),
      );
    });
  }
}

export function newSignatureHeader(signer: SigningIdentity): common.SignatureHeader {
  return build(new common.SignatureHeader(), (header) => {
    header.setCreator(signer.serialized);
    header.setNonce(randomBytes(NONCE_BYTES));
  });
}

import { common, ledger, msp, peer } from '@hyperledger/fabric-protos';
import { validationCode } from '../assertions/failures.js';

/** What a case looks at in one transaction of a block. */
export interface ParsedTransaction {
  readonly txId: string;
  readonly channel: string;
  /** `ENDORSER_TRANSACTION`, `CONFIG`, … */
  readonly type: string;
  readonly creatorMspId: string;
  /** MSP identifiers of those who endorsed, sorted. */
  readonly endorsers: readonly string[];
  readonly sets: readonly ParsedNamespace[];
  readonly action: peer.ChaincodeAction | undefined;
}

export interface ParsedNamespace {
  readonly namespace: string;
  readonly publicSet: ledger.rwset.kvrwset.KVRWSet;
  readonly collections: readonly ledger.rwset.CollectionHashedReadWriteSet[];
}

export function parseEnvelope(envelope: common.Envelope): ParsedTransaction {
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const header = payload.getHeader();
  const channelHeader = common.ChannelHeader.deserializeBinary(
    header?.getChannelHeader_asU8() ?? new Uint8Array(),
  );
  const signatureHeader = common.SignatureHeader.deserializeBinary(
    header?.getSignatureHeader_asU8() ?? new Uint8Array(),
  );
  const type = nameOf(common.HeaderType, channelHeader.getType());
  const action =
    type === 'ENDORSER_TRANSACTION'
      ? parseAction(payload.getData_asU8())
      : { endorsers: [], action: undefined };
  return {
    txId: channelHeader.getTxId(),
    channel: channelHeader.getChannelId(),
    type,
    creatorMspId: mspIdIn(signatureHeader.getCreator_asU8()),
    endorsers: action.endorsers,
    sets: action.action ? parseSets(action.action.getResults_asU8()) : [],
    action: action.action,
  };
}

function parseAction(data: Uint8Array): {
  endorsers: readonly string[];
  action: peer.ChaincodeAction | undefined;
} {
  const [transactionAction] = peer.Transaction.deserializeBinary(data).getActionsList();
  const endorsed = peer.ChaincodeActionPayload.deserializeBinary(
    transactionAction?.getPayload_asU8() ?? new Uint8Array(),
  ).getAction();
  const responsePayload = peer.ProposalResponsePayload.deserializeBinary(
    endorsed?.getProposalResponsePayload_asU8() ?? new Uint8Array(),
  );
  return {
    endorsers: (endorsed?.getEndorsementsList() ?? [])
      .map((endorsement) => mspIdIn(endorsement.getEndorser_asU8()))
      .sort(),
    action: peer.ChaincodeAction.deserializeBinary(responsePayload.getExtension_asU8()),
  };
}

function parseSets(results: Uint8Array): ParsedNamespace[] {
  return ledger.rwset.TxReadWriteSet.deserializeBinary(results)
    .getNsRwsetList()
    .map((set) => ({
      namespace: set.getNamespace(),
      publicSet: ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8()),
      collections: set.getCollectionHashedRwsetList(),
    }));
}

export function mspIdIn(serializedIdentity: Uint8Array): string {
  return msp.SerializedIdentity.deserializeBinary(serializedIdentity).getMspid();
}

/** The transactions of a block, each with the validation code that the peer gave it. */
export function parseBlock(block: common.Block): (ParsedTransaction & { readonly code: string })[] {
  const codes = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER];
  const envelopes = block.getData()?.getDataList_asU8() ?? [];
  return envelopes.map((bytes, index) => ({
    ...parseEnvelope(common.Envelope.deserializeBinary(bytes)),
    code: validationCode(codes?.[index] ?? -1),
  }));
}

function nameOf(names: object, value: number): string {
  return Object.entries(names).find(([, candidate]) => candidate === value)?.[0] ?? String(value);
}

export interface HashedWrite {
  /** SHA-256 of the key, hexadecimal. */
  readonly key: string;
  readonly value: string;
  readonly isDelete: boolean;
  readonly isPurge: boolean;
}

/** The writes of one collection, as a block has them. */
export function hashedWrites(hashedRwset: Uint8Array): HashedWrite[] {
  return ledger.rwset.kvrwset.HashedRWSet.deserializeBinary(hashedRwset)
    .getHashedWritesList()
    .map((write) => ({
      key: Buffer.from(write.getKeyHash_asU8()).toString('hex'),
      value: Buffer.from(write.getValueHash_asU8()).toString('hex'),
      isDelete: write.getIsDelete(),
      isPurge: write.getIsPurge(),
    }));
}

import { ledger as ledgerProto, peer } from '@hyperledger/fabric-protos';
import type { ChannelLedger } from '../../ledger/channel-ledger.js';
import { IMPLICIT_COLLECTION_PREFIX } from '../../ledger/definitions.js';
import type { SignedData } from '../../policy/policy.js';
import { compileSignaturePolicy } from '../../policy/signature-policy.js';
import type { FeedBlock } from '../feed/channel-feed.js';

const { rwset } = ledgerProto;

export interface PrivateDataRequest {
  readonly ledger: ChannelLedger;
  /** Whose private data store is read. */
  readonly mspId: string;
  readonly block: FeedBlock;
  readonly signed: SignedData;
}

/** A block with the private data that the peer holds of it and that the client may read. */
export function blockAndPrivateData(request: PrivateDataRequest): peer.BlockAndPrivateData {
  const result = new peer.BlockAndPrivateData();
  result.setBlock(request.block.block);
  const byTransaction = result.getPrivateDataMapMap();
  for (const [position, writes] of request.ledger.privateDataOf(request.mspId, request.block.number)) {
    const readable = readablePart(request, writes);
    if (readable !== undefined) {
      byTransaction.set(position, readable);
    }
  }
  return result;
}

function readablePart(
  request: PrivateDataRequest,
  writes: ledgerProto.rwset.TxPvtReadWriteSet,
): ledgerProto.rwset.TxPvtReadWriteSet | undefined {
  const namespaces = writes.getNsPvtRwsetList().flatMap((namespace) => {
    const collections = namespace
      .getCollectionPvtRwsetList()
      .filter((each) => mayRead(request, namespace.getNamespace(), each.getCollectionName()));
    if (collections.length === 0) {
      return [];
    }
    const part = new rwset.NsPvtReadWriteSet();
    part.setNamespace(namespace.getNamespace());
    part.setCollectionPvtRwsetList(collections);
    return [part];
  });
  if (namespaces.length === 0) {
    return undefined;
  }
  const part = new rwset.TxPvtReadWriteSet();
  part.setDataModel(writes.getDataModel());
  part.setNsPvtRwsetList(namespaces);
  return part;
}

function mayRead({ ledger, signed }: PrivateDataRequest, chaincode: string, collection: string): boolean {
  if (collection.startsWith(IMPLICIT_COLLECTION_PREFIX)) {
    return true;
  }
  const config = ledger
    .definition(chaincode)
    ?.collections?.getConfigList()
    .map((each) => each.getStaticCollectionConfig())
    .find((each) => each?.getName() === collection);
  if (config === undefined) {
    throw new Error(`no collection config was found for collection ${collection} for chaincode ${chaincode}`);
  }
  if (!config.getMemberOnlyRead()) {
    return true;
  }
  const members = config.getMemberOrgsPolicy()?.getSignaturePolicy();
  if (members === undefined) {
    return false;
  }
  try {
    compileSignaturePolicy(members, ledger.config.msps).evaluate([signed]);
    return true;
  } catch {
    // Not a member: the client gets the block without this collection.
    return false;
  }
}

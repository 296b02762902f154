import { common, ledger, msp, peer } from '@hyperledger/fabric-protos';
import { blocksOf } from '../../support/blocks.js';
import { validationCode } from './failures.js';
import { CHANNEL, network } from './network.js';
import { gatewayOf, type User } from './users.js';

export interface Write {
  readonly key: string;
  /** Undefined where the key is deleted. */
  readonly value: string | undefined;
}

/** A chaincode transaction as a block has it. */
export interface BlockTransaction {
  readonly transactionId: string;
  readonly code: string;
  readonly creatorMspId: string;
  readonly endorsers: readonly string[];
  /** What was called, arguments and all. */
  readonly arguments: readonly string[];
  /** Public writes of the custody contracts, in the block's order. */
  readonly writes: readonly Write[];
  /** Collections of which the block has hashes written. */
  readonly collections: readonly string[];
}

/** Height of the channel at the peer of a member. */
async function heightAt(as: User, channel: string): Promise<bigint> {
  const contract = gatewayOf(as).getNetwork(channel).getContract('qscc');
  const info = await contract.evaluateTransaction('GetChainInfo', channel);
  return BigInt(common.BlockchainInfo.deserializeBinary(info).getHeight());
}

/** All blocks of a channel, byte for byte, as the peer of a member delivers them. */
export async function bytesOfBlocks(as: User, channel = CHANNEL): Promise<readonly Buffer[]> {
  const last = (await heightAt(as, channel)) - 1n;
  return blocksOf(network(), { organisation: as.organisation, channel, last });
}

/** The transactions of the blocks, in their order. */
export function transactionsIn(blocks: readonly Buffer[]): BlockTransaction[] {
  return blocks.flatMap((bytes) => {
    const block = common.Block.deserializeBinary(bytes);
    const codes = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER];
    const envelopes = block.getData()?.getDataList_asU8() ?? [];
    return envelopes.flatMap((envelope, index) => transactionIn(envelope, codes?.[index] ?? -1));
  });
}

function transactionIn(bytes: Uint8Array, code: number): BlockTransaction[] {
  const envelope = common.Envelope.deserializeBinary(bytes);
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const { channelHeader, creator } = headerOf(payload);
  if (channelHeader.getType() !== common.HeaderType.ENDORSER_TRANSACTION) return [];
  const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
  const actionPayload = peer.ChaincodeActionPayload.deserializeBinary(
    action?.getPayload_asU8() ?? new Uint8Array(),
  );
  const endorsed = actionPayload.getAction();
  return [
    {
      transactionId: channelHeader.getTxId(),
      code: validationCode(code),
      creatorMspId: mspIdIn(creator),
      endorsers: (endorsed?.getEndorsementsList() ?? []).map((each) => mspIdIn(each.getEndorser_asU8())),
      arguments: argumentsIn(actionPayload.getChaincodeProposalPayload_asU8()),
      ...effectsIn(endorsed?.getProposalResponsePayload_asU8() ?? new Uint8Array()),
    },
  ];
}

function headerOf(payload: common.Payload) {
  const header = payload.getHeader();
  return {
    channelHeader: common.ChannelHeader.deserializeBinary(
      header?.getChannelHeader_asU8() ?? new Uint8Array(),
    ),
    creator: common.SignatureHeader.deserializeBinary(
      header?.getSignatureHeader_asU8() ?? new Uint8Array(),
    ).getCreator_asU8(),
  };
}

function argumentsIn(proposalPayload: Uint8Array): string[] {
  const input = peer.ChaincodeInvocationSpec.deserializeBinary(
    peer.ChaincodeProposalPayload.deserializeBinary(proposalPayload).getInput_asU8(),
  )
    .getChaincodeSpec()
    ?.getInput();
  return (input?.getArgsList_asU8() ?? []).map((argument) => Buffer.from(argument).toString('utf8'));
}

function effectsIn(responsePayload: Uint8Array): Pick<BlockTransaction, 'writes' | 'collections'> {
  const action = peer.ChaincodeAction.deserializeBinary(
    peer.ProposalResponsePayload.deserializeBinary(responsePayload).getExtension_asU8(),
  );
  const own = ledger.rwset.TxReadWriteSet.deserializeBinary(action.getResults_asU8())
    .getNsRwsetList()
    .filter((set) => set.getNamespace() === 'custody');
  return {
    writes: own.flatMap((set) =>
      ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8())
        .getWritesList()
        .map((write) => ({
          key: write.getKey(),
          value: write.getIsDelete() ? undefined : Buffer.from(write.getValue_asU8()).toString('utf8'),
        })),
    ),
    collections: own.flatMap((set) =>
      set
        .getCollectionHashedRwsetList()
        .filter((collection) => {
          const hashed = ledger.rwset.kvrwset.HashedRWSet.deserializeBinary(collection.getHashedRwset_asU8());
          return hashed.getHashedWritesList().length > 0;
        })
        .map((collection) => collection.getCollectionName()),
    ),
  };
}

function mspIdIn(serializedIdentity: Uint8Array): string {
  return msp.SerializedIdentity.deserializeBinary(serializedIdentity).getMspid();
}

/** World state as the valid transactions leave it. */
export function stateAfter(transactions: readonly BlockTransaction[]): ReadonlyMap<string, string> {
  const state = new Map<string, string>();
  for (const { code, writes } of transactions) {
    if (code !== 'VALID') continue;
    for (const { key, value } of writes) {
      if (value === undefined) state.delete(key);
      else state.set(key, value);
    }
  }
  return state;
}

import { common } from '@hyperledger/fabric-protos';
import { validationCode } from '../assertions/failures.js';
import { channelOf } from '../clients/gateways.js';
import { chainInfo } from '../clients/ledger.js';
import { takeUntil } from '../clients/take.js';
import { broadcast } from './calls.js';

/**
 * Sends envelopes to the orderer, in this order, and answers the codes they were committed with.
 *
 * The codes come from the blocks themselves: some of these transactions are too broken for any status by ID.
 */
export async function codesOf(...envelopes: readonly common.Envelope[]): Promise<readonly string[]> {
  const startBlock = BigInt((await chainInfo()).getHeight());
  for (const envelope of envelopes) {
    const { status, info } = await broadcast(envelope);
    if (status !== common.Status.SUCCESS) {
      throw new Error(`The orderer refused: ${status} ${info}`);
    }
  }
  const wanted = new Set(
    envelopes.map((envelope) => Buffer.from(envelope.serializeBinary()).toString('base64')),
  );
  const codes: string[] = [];
  await takeUntil(await channelOf('bank-a').getBlockEvents({ startBlock }), (block) => {
    codes.push(...codesIn(block, wanted));
    return codes.length === envelopes.length;
  });
  return codes;
}

function codesIn(block: common.Block, wanted: ReadonlySet<string>): readonly string[] {
  const codes = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER];
  return (block.getData()?.getDataList_asU8() ?? []).flatMap((bytes, index) =>
    wanted.has(Buffer.from(bytes).toString('base64')) ? [validationCode(codes?.[index] ?? -1)] : [],
  );
}

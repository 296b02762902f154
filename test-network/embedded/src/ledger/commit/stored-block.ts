import { common, peer } from '@hyperledger/fabric-protos';
import { validationCodes } from '../blocks/block-metadata.js';
import { endorserTransaction } from '../blocks/endorser-transaction.js';
import { type OpenedEnvelope, openEnvelope } from '../blocks/envelope.js';
import type { TransactionWrites } from '../private/private-writes.js';
import type { StateView } from '../state/state-view.js';
import { DecodeError } from '../wire/strict-decode.js';
import { applyWrites } from './apply-writes.js';
import { UpdateBatch } from './update-batch.js';

const Code = peer.TxValidationCode;

/** Transactions that were in order but for their endorsements or reads; peers keep their private data too. */
const WELL_FORMED: ReadonlySet<number> = new Set([
  Code.VALID,
  Code.ENDORSEMENT_POLICY_FAILURE,
  Code.MVCC_READ_CONFLICT,
  Code.PHANTOM_READ_CONFLICT,
]);

export function keepsPrivateData(code: number): boolean {
  return WELL_FORMED.has(code);
}

/** A block that was validated before it was stored: what it does to the state follows from its codes. */
export interface StoredBlock {
  readonly codes: Uint8Array;
  readonly writes: readonly TransactionWrites[];
  readonly changesConfig: boolean;
}

export function readStoredBlock(block: common.Block): StoredBlock {
  const codes = validationCodes(block);
  const opened = (block.getData()?.getDataList_asU8() ?? []).map(openedOrUndefined);
  return {
    codes,
    writes: opened.flatMap((envelope, tx) => {
      const code = codes[tx] ?? Code.NOT_VALIDATED;
      const transaction =
        envelope !== undefined && keepsPrivateData(code) ? endorserTransaction(envelope) : undefined;
      return transaction === undefined
        ? []
        : [
            {
              tx,
              txId: transaction.channelHeader.getTxId(),
              valid: code === Code.VALID,
              rwset: transaction.rwset,
            },
          ];
    }),
    changesConfig: opened.some(
      (envelope, tx) =>
        envelope?.channelHeader.getType() === common.HeaderType.CONFIG && codes[tx] === Code.VALID,
    ),
  };
}

/** The updates of a stored block; the view must be of its height. */
export function storedUpdates(
  block: number,
  writes: readonly TransactionWrites[],
  view: StateView,
): UpdateBatch {
  const updates = new UpdateBatch();
  for (const { tx, valid, rwset } of writes) {
    if (valid) {
      applyWrites(rwset, { block, tx }, updates, view);
    }
  }
  return updates;
}

function openedOrUndefined(bytes: Uint8Array): OpenedEnvelope | undefined {
  try {
    return openEnvelope(bytes);
  } catch (error) {
    if (error instanceof DecodeError) {
      return undefined;
    }
    throw error;
  }
}

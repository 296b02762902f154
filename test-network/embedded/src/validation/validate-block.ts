import { common, peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../channel/channel-config.js';
import type { TransactionAction } from '../ledger/blocks/endorser-transaction.js';
import { applyWrites } from '../ledger/commit/apply-writes.js';
import { UpdateBatch } from '../ledger/commit/update-batch.js';
import type { StateView } from '../ledger/state/state-view.js';
import { type ActionCheck, checkAction } from './chaincode-action-checks.js';
import { checkEndorsements } from './endorsement-checks.js';
import { checkEnvelope } from './envelope-checks.js';
import { ParameterUpdates } from './parameter-updates.js';
import { checkReads } from './read-conflicts.js';
import { TurnTaking } from './turn-taking.js';

const Code = peer.TxValidationCode;

/** A transaction of a block as far as it can be judged without state. */
export interface PreparedTransaction {
  /** The id that its header claims; empty if there is none or the header cannot be read. */
  readonly txId: string;
  /** common.HeaderType; undefined if the header cannot be read. */
  readonly type: number | undefined;
  /** Of checks that come before state is looked at. */
  readonly code: number;
  readonly payloadData: Uint8Array | undefined;
  readonly action: TransactionAction | undefined;
  readonly actionCheck: ActionCheck | undefined;
}

export interface Verdict {
  /** peer.TxValidationCode a transaction. */
  readonly codes: readonly number[];
  readonly updates: UpdateBatch;
  /** The configuration from this block on. */
  readonly config: ChannelConfig;
}

/** The part of validation that needs only the channel's configuration: form and signatures of creators. */
export async function prepareBlock(
  envelopes: readonly Uint8Array[],
  config: ChannelConfig,
): Promise<PreparedTransaction[]> {
  const turns = new TurnTaking();
  const prepared: PreparedTransaction[] = [];
  for (const bytes of envelopes) {
    await turns.take();
    prepared.push(prepare(bytes, config));
  }
  return prepared;
}

function prepare(bytes: Uint8Array, config: ChannelConfig): PreparedTransaction {
  const { code, channelHeader, payloadData, action } = checkEnvelope(bytes, config);
  return {
    txId: channelHeader?.getTxId() ?? '',
    type: channelHeader?.getType(),
    code,
    payloadData,
    action,
    actionCheck: channelHeader && action && checkAction(channelHeader, action),
  };
}

/**
 * Judges a block's transactions against the state before the block: duplicate ids, endorsement policies, then,
 * one after another, what each has read. The view must be of the height at which the block is added.
 */
export async function judgeBlock(
  block: number,
  transactions: readonly PreparedTransaction[],
  context: { readonly view: StateView; readonly isCommitted: (txId: string) => boolean },
): Promise<Verdict> {
  const { view } = context;
  const turns = new TurnTaking();
  const parameters = new ParameterUpdates();
  let config = view.config;
  const codes: number[] = [];
  for (const transaction of transactions) {
    await turns.take();
    if (transaction.type === common.HeaderType.CONFIG && transaction.code === Code.VALID) {
      config = nextConfig(config, transaction);
    }
    codes.push(endorsementCode(transaction, parameters, context));
  }
  markDuplicates(transactions, codes);
  const updates = new UpdateBatch();
  for (const [tx, { actionCheck }] of transactions.entries()) {
    await turns.take();
    const rwset = actionCheck?.checked?.rwset;
    if (codes[tx] !== Code.VALID || rwset === undefined) {
      continue;
    }
    const code = await checkReads(rwset, updates, view);
    codes[tx] = code;
    if (code === Code.VALID) {
      applyWrites(rwset, { block, tx }, updates, view);
    }
  }
  return { codes, updates, config };
}

function endorsementCode(
  { code, txId, action, actionCheck }: PreparedTransaction,
  parameters: ParameterUpdates,
  context: { readonly view: StateView; readonly isCommitted: (txId: string) => boolean },
): number {
  if (code !== Code.VALID || action === undefined || actionCheck === undefined) {
    return code;
  }
  if (context.isCommitted(txId)) {
    return Code.DUPLICATE_TXID;
  }
  return actionCheck.checked === undefined
    ? actionCheck.code
    : checkEndorsements(actionCheck.checked, action, parameters, context.view);
}

function nextConfig(config: ChannelConfig, { payloadData }: PreparedTransaction): ChannelConfig {
  return config.next(common.ConfigEnvelope.deserializeBinary(payloadData ?? new Uint8Array()));
}

/** Of several transactions of a block with one id, the first that is otherwise valid stands. */
function markDuplicates(transactions: readonly PreparedTransaction[], codes: number[]): void {
  const seen = new Set<string>();
  for (const [tx, { txId }] of transactions.entries()) {
    if (codes[tx] !== Code.VALID || txId === '') {
      continue;
    }
    if (seen.has(txId)) {
      codes[tx] = Code.DUPLICATE_TXID;
    }
    seen.add(txId);
  }
}

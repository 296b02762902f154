import { common, peer } from '@hyperledger/fabric-protos';
import { validationCode } from '../assertions/failures.js';
import { BANK_BROKER_X, type MemberId } from '../network/consortium.js';
import { type ParsedTransaction, parseEnvelope } from '../raw/parsed.js';
import { contractOf } from './gateways.js';

/** A transaction as a member's ledger has it, found through the query system chaincode. */
export async function committed(
  txId: string,
  { from = 'bank-a', channel = BANK_BROKER_X }: { readonly from?: MemberId; readonly channel?: string } = {},
): Promise<ParsedTransaction & { readonly code: string }> {
  const bytes = await contractOf(from, 'qscc', channel).evaluateTransaction(
    'GetTransactionByID',
    channel,
    txId,
  );
  const processed = peer.ProcessedTransaction.deserializeBinary(bytes);
  const envelope = processed.getTransactionenvelope();
  if (!envelope) {
    throw new Error(`${txId} has no envelope.`);
  }
  return { ...parseEnvelope(envelope), code: validationCode(processed.getValidationcode()) };
}

export async function chainInfo(
  from: MemberId = 'bank-a',
  channel = BANK_BROKER_X,
): Promise<common.BlockchainInfo> {
  const bytes = await contractOf(from, 'qscc', channel).evaluateTransaction('GetChainInfo', channel);
  return common.BlockchainInfo.deserializeBinary(bytes);
}

export async function blockByNumber(
  number: number,
  from: MemberId = 'bank-a',
  channel = BANK_BROKER_X,
): Promise<common.Block> {
  const bytes = await contractOf(from, 'qscc', channel).evaluateTransaction(
    'GetBlockByNumber',
    channel,
    String(number),
  );
  return common.Block.deserializeBinary(bytes);
}

/** The bytes of a transaction as the block has them, for looking for what must not be there. */
export async function rawTransaction(
  txId: string,
  from: MemberId = 'bank-a',
  channel = BANK_BROKER_X,
): Promise<Buffer> {
  return Buffer.from(
    await contractOf(from, 'qscc', channel).evaluateTransaction('GetTransactionByID', channel, txId),
  );
}

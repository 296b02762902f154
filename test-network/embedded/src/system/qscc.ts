import { peer } from '@hyperledger/fabric-protos';
import { textOf } from '../chaincode/error-text.js';
import { checkAcl } from '../endorser/acl.js';
import type { EndorsingPeer } from '../endorser/endorsing-peer.js';
import type { ChannelLedger } from '../ledger/channel-ledger.js';
import { QSCC } from './names.js';
import { failure, type SystemCall, type SystemChaincode, success } from './system-chaincode.js';

type Query = (ledger: ChannelLedger, argument: Uint8Array) => Uint8Array;

const QUERIES: ReadonlyMap<string, Query> = new Map<string, Query>([
  ['GetChainInfo', (ledger) => ledger.info().serializeBinary()],
  ['GetBlockByNumber', blockByNumber],
  ['GetBlockByHash', blockByHash],
  ['GetTransactionByID', transactionById],
  ['GetBlockByTxID', blockByTxId],
]);

/** Queries of the block store. */
export class LedgerQueries implements SystemChaincode {
  readonly name = QSCC;
  readonly #peer: EndorsingPeer;

  constructor(endorsingPeer: EndorsingPeer) {
    this.#peer = endorsingPeer;
  }

  async invoke({ transaction, proposedChaincode, args }: SystemCall): Promise<peer.Response> {
    const [name, channel, argument] = args;
    if (name === undefined || channel === undefined) {
      return failure(`Incorrect number of arguments, ${args.length}`);
    }
    if (proposedChaincode !== QSCC) {
      return failure(
        `Rejecting invoke of QSCC from another chaincode because of potential for deadlocks, original invocation for '${proposedChaincode}'`,
      );
    }
    const functionName = text(name);
    const channelId = text(channel);
    if (argument === undefined && functionName !== 'GetChainInfo') {
      return failure(`missing 3rd argument for ${functionName}`);
    }
    const ledger = this.#peer.ledger(channelId);
    if (ledger === undefined) {
      return failure(`Invalid chain ID, ${channelId}`);
    }
    try {
      const resource = `qscc/${functionName}`;
      if (QUERIES.has(functionName)) {
        checkAcl(this.#peer, { resource, channelId, signed: transaction.signedData });
      } else {
        throw new Error(`Unmapped policy for ${resource}`);
      }
    } catch (error) {
      return failure(`access denied for [${functionName}][${channelId}]: [${textOf(error)}]`);
    }
    const query = QUERIES.get(functionName);
    return query === undefined
      ? failure(`Requested function ${functionName} not found.`)
      : success(query(ledger, argument ?? new Uint8Array()));
  }
}

/** The highest number there is stands for the last block. */
const LAST = 2n ** 64n - 1n;

function blockByNumber(ledger: ChannelLedger, argument: Uint8Array): Uint8Array {
  const digits = text(argument);
  const problem = numberProblem(digits);
  if (problem !== undefined) {
    throw new Error(
      `Failed to parse block number with error strconv.ParseUint: parsing "${digits}": ${problem}`,
    );
  }
  const number = BigInt(digits) === LAST ? ledger.height - 1 : Number(digits);
  const block = ledger.block(number);
  if (block === undefined) {
    throw new Error(`Failed to get block number ${digits}, error no such block number [${digits}] in index`);
  }
  return block.serializeBinary();
}

function numberProblem(digits: string): string | undefined {
  if (!/^\d+$/.test(digits)) {
    return 'invalid syntax';
  }
  return BigInt(digits) > LAST ? 'value out of range' : undefined;
}

function blockByHash(ledger: ChannelLedger, hash: Uint8Array): Uint8Array {
  const block = ledger.blockByHash(hash);
  if (block === undefined) {
    const hex = Buffer.from(hash).toString('hex');
    throw new Error(`Failed to get block hash ${text(hash)}, error no such block hash [${hex}] in index`);
  }
  return block.serializeBinary();
}

function transactionById(ledger: ChannelLedger, argument: Uint8Array): Uint8Array {
  const txId = text(argument);
  const found = ledger.transaction(txId);
  if (found === undefined) {
    throw new Error(
      `Failed to get transaction with id ${txId}, error no such transaction ID [${txId}] in index`,
    );
  }
  const processed = new peer.ProcessedTransaction();
  processed.setTransactionenvelope(found.envelope);
  processed.setValidationcode(found.code);
  return processed.serializeBinary();
}

function blockByTxId(ledger: ChannelLedger, argument: Uint8Array): Uint8Array {
  const txId = text(argument);
  const block = ledger.blockByTxId(txId);
  if (block === undefined) {
    throw new Error(`Failed to get block for txID ${txId}, error no such transaction ID [${txId}] in index`);
  }
  return block.serializeBinary();
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}

import { common, peer } from '@hyperledger/fabric-protos';
import { textOf } from '../chaincode/error-text.js';
import { ChannelConfig } from '../channel/channel-config.js';
import { checkAcl } from '../endorser/acl.js';
import type { EndorsingPeer } from '../endorser/endorsing-peer.js';
import type { ChannelLedger } from '../ledger/channel-ledger.js';
import { strictDecode } from '../ledger/wire/strict-decode.js';
import type { SignedData } from '../policy/policy.js';
import { CSCC } from './names.js';
import { failure, type SystemCall, type SystemChaincode, success } from './system-chaincode.js';

/** Joins channels and answers what they are configured to be. */
export class ChannelConfiguration implements SystemChaincode {
  readonly name = CSCC;
  readonly #peer: EndorsingPeer;

  constructor(endorsingPeer: EndorsingPeer) {
    this.#peer = endorsingPeer;
  }

  async invoke({ transaction, proposedChaincode, args }: SystemCall): Promise<peer.Response> {
    const [name, argument] = args;
    if (name === undefined) {
      return failure(`Incorrect number of arguments, ${args.length}`);
    }
    const functionName = Buffer.from(name).toString('utf8');
    if (functionName !== 'GetChannels' && argument === undefined) {
      return failure(`Incorrect number of arguments, ${args.length}`);
    }
    if (proposedChaincode !== CSCC) {
      return failure(
        `Rejecting invoke of CSCC from another chaincode, original invocation for '${proposedChaincode}'`,
      );
    }
    const bytes = argument ?? new Uint8Array();
    switch (functionName) {
      case 'JoinChain':
        return this.#join(bytes, transaction.signedData);
      case 'GetConfigBlock':
        return this.#configBlock(Buffer.from(bytes).toString('utf8'), transaction.signedData);
      case 'GetChannelConfig':
        return this.#channelConfig(Buffer.from(bytes).toString('utf8'), transaction.signedData);
      case 'GetChannels':
        return this.#channels(transaction.signedData);
      default:
        return failure(`Requested function ${functionName} not found.`);
    }
  }

  async #join(bytes: Uint8Array, signed: SignedData): Promise<peer.Response> {
    const block = readBlock(bytes);
    const channelId = readChannelId(block);
    try {
      ChannelConfig.fromConfigBlock(block);
    } catch (error) {
      return failure(
        `"JoinChain" for channelID = ${channelId} failed because of validation of configuration block, because of ${textOf(error)}`,
      );
    }
    try {
      checkAcl(this.#peer, { resource: 'cscc/JoinChain', channelId: '', signed });
    } catch (error) {
      return failure(`access denied for [JoinChain][${channelId}]: [${textOf(error)}]`);
    }
    if (this.#peer.ledger(channelId) !== undefined) {
      return failure(
        `cannot create ledger from genesis block: ledger [${channelId}] already exists with state [ACTIVE]`,
      );
    }
    await this.#peer.join(block);
    return success();
  }

  #configBlock(channelId: string, signed: SignedData): peer.Response {
    const denied = this.#denied('GetConfigBlock', channelId, signed);
    if (denied !== undefined) {
      return denied;
    }
    const ledger = this.#peer.ledger(channelId);
    const block = ledger === undefined ? undefined : lastConfigBlock(ledger);
    return block === undefined
      ? failure(`Unknown channel ID, ${channelId}`)
      : success(block.serializeBinary());
  }

  #channelConfig(channelId: string, signed: SignedData): peer.Response {
    if (channelId === '') {
      return failure('empty channel name provided');
    }
    const denied = this.#denied('GetChannelConfig', channelId, signed);
    if (denied !== undefined) {
      return denied;
    }
    const config = this.#peer.ledger(channelId)?.config.config;
    return config === undefined
      ? failure(`unknown channel ID, ${channelId}`)
      : success(config.serializeBinary());
  }

  #channels(signed: SignedData): peer.Response {
    try {
      checkAcl(this.#peer, { resource: 'cscc/GetChannels', channelId: '', signed });
    } catch (error) {
      return failure(`access denied for [GetChannels]: ${textOf(error)}`);
    }
    const answer = new peer.ChannelQueryResponse();
    for (const channelId of this.#peer.channelIds()) {
      const info = new peer.ChannelInfo();
      info.setChannelId(channelId);
      answer.addChannels(info);
    }
    return success(answer.serializeBinary());
  }

  #denied(functionName: string, channelId: string, signed: SignedData): peer.Response | undefined {
    try {
      checkAcl(this.#peer, { resource: `cscc/${functionName}`, channelId, signed });
      return undefined;
    } catch (error) {
      return failure(`access denied for [${functionName}][${channelId}]: ${textOf(error)}`);
    }
  }
}

function readBlock(bytes: Uint8Array): common.Block {
  try {
    return strictDecode(common.Block, bytes);
  } catch (error) {
    throw new Error(`Failed to reconstruct the genesis block, error unmarshalling Block: ${textOf(error)}`);
  }
}

function readChannelId(block: common.Block): string {
  try {
    const [envelope] = block.getData()?.getDataList_asU8() ?? [];
    if (envelope === undefined) {
      throw new Error('failed to retrieve channel id - block is empty');
    }
    const payload = common.Payload.deserializeBinary(
      common.Envelope.deserializeBinary(envelope).getPayload_asU8(),
    );
    const header = payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array();
    return common.ChannelHeader.deserializeBinary(header).getChannelId();
  } catch (error) {
    throw new Error(
      `"JoinChain" request failed to extract channel id from the block due to [${textOf(error)}]`,
    );
  }
}

/** The block that the newest block's metadata names as the last one with a configuration. */
function lastConfigBlock(ledger: ChannelLedger): common.Block | undefined {
  const newest = ledger.block(ledger.height - 1);
  const { SIGNATURES } = common.BlockMetadataIndex;
  const metadata = newest?.getMetadata()?.getMetadataList_asU8()[SIGNATURES];
  if (metadata === undefined || metadata.length === 0) {
    return ledger.block(0);
  }
  const value = common.Metadata.deserializeBinary(metadata).getValue_asU8();
  const index = common.OrdererBlockMetadata.deserializeBinary(value).getLastConfig()?.getIndex() ?? 0;
  return ledger.block(index);
}

import { common } from '@hyperledger/fabric-protos';
import { ChannelConfigError, decode, explained } from './channel-config-error.js';

/** The channel and the config envelope that a config block carries. Throws ChannelConfigError for any other block. */
export function readConfigBlock(block: common.Block): { channelId: string; envelope: common.ConfigEnvelope } {
  const [bytes] = block.getData()?.getDataList_asU8() ?? [];
  if (bytes === undefined) throw new ChannelConfigError('malformed configuration block: block data is nil');
  return explained('malformed configuration envelope', () => {
    const envelope = decode(common.Envelope, bytes);
    const payload = decode(common.Payload, envelope.getPayload_asU8());
    const header = payload.getHeader();
    if (header === undefined) throw new ChannelConfigError('envelope must have a Header');
    const channelHeader = decode(common.ChannelHeader, header.getChannelHeader_asU8());
    if (channelHeader.getType() !== common.HeaderType.CONFIG) {
      throw new ChannelConfigError(`invalid type ${channelHeader.getType()}, expected CONFIG`);
    }
    return {
      channelId: channelHeader.getChannelId(),
      envelope: decode(common.ConfigEnvelope, payload.getData_asU8()),
    };
  });
}

/** Throws ChannelConfigError unless the text may name a channel. */
export function checkChannelId(channelId: string): void {
  if (channelId.length === 0) {
    throw new ChannelConfigError('bad channel ID: channel ID illegal, cannot be empty');
  }
  if (channelId.length > 249) {
    throw new ChannelConfigError('bad channel ID: channel ID illegal, cannot be longer than 249');
  }
  if (!/^[a-z][a-z0-9.-]*$/.test(channelId)) {
    throw new ChannelConfigError(`bad channel ID: '${channelId}' contains illegal characters`);
  }
}

import { common } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { ChannelConfig } from '../channel/channel-config.js';
import { ChannelConfigError } from '../channel/channel-config-error.js';
import type { SigningIdentity } from '../identity/signing-identity.js';
import { build } from '../ledger/wire/build.js';
import { newSignatureHeader } from './block-writer.js';
import { checkMessage } from './message-checks.js';
import { MessageError } from './message-error.js';

/** Turns a config update into the message that goes into a config block. Throws MessageError. */
export function configMessage(
  update: common.Envelope,
  config: ChannelConfig,
  signer: SigningIdentity,
): common.Envelope {
  checkedDuring('config update for existing channel did not pass initial checks', update, config);
  const message = signedConfig(proposed(update, config), config.channelId, signer);
  // What came out may be larger than what went in.
  checkedDuring('config update for existing channel did not pass final checks', message, config);
  return message;
}

function checkedDuring(attempt: string, message: common.Envelope, config: ChannelConfig): void {
  try {
    checkMessage(message, config);
  } catch (error) {
    throw error instanceof MessageError ? error.during(attempt) : error;
  }
}

function proposed(update: common.Envelope, config: ChannelConfig): common.ConfigEnvelope {
  try {
    return config.proposeUpdate(update);
  } catch (error) {
    if (error instanceof ChannelConfigError) {
      throw new MessageError(
        `error applying config update to existing channel '${config.channelId}': ${error.message}`,
      );
    }
    throw error;
  }
}

function signedConfig(
  config: common.ConfigEnvelope,
  channelId: string,
  signer: SigningIdentity,
): common.Envelope {
  const channelHeader = build(new common.ChannelHeader(), (header) => {
    header.setType(common.HeaderType.CONFIG);
    header.setChannelId(channelId);
    header.setTimestamp(now());
  });
  const payload = build(new common.Payload(), (message) => {
    message.setHeader(
      build(new common.Header(), (header) => {
        header.setChannelHeader(channelHeader.serializeBinary());
        header.setSignatureHeader(newSignatureHeader(signer).serializeBinary());
      }),
    );
    message.setData(config.serializeBinary());
  }).serializeBinary();
  return build(new common.Envelope(), (envelope) => {
    envelope.setPayload(payload);
    envelope.setSignature(signer.sign(payload));
  });
}

function now(): timestamps.Timestamp {
  const timestamp = new timestamps.Timestamp();
  timestamp.fromDate(new Date());
  return timestamp;
}

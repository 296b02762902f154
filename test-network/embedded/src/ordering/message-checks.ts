import { X509Certificate } from 'node:crypto';
import { common, msp } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../channel/channel-config.js';
import { IdentityError } from '../identity/identity-error.js';
import { DecodeError, strictDecode } from '../ledger/wire/strict-decode.js';
import { PolicyError } from '../policy/policy-error.js';
import { MessageError } from './message-error.js';

const WRITERS = '/Channel/Writers';
/** Fabric's words come from two levels, each of which says what it was about. */
const CHANNEL_HEADER = 'channel header: error unmarshalling ChannelHeader';

/** The channel header of a message. Throws MessageError. */
export function channelHeaderOf(message: common.Envelope): common.ChannelHeader {
  try {
    const header = unmarshalled('Payload', common.Payload, message.getPayload_asU8()).getHeader();
    if (header === undefined) {
      throw new MessageError('header not set');
    }
    if (header.getChannelHeader_asU8().length === 0) {
      throw new MessageError('channel header not set');
    }
    return unmarshalled(CHANNEL_HEADER, common.ChannelHeader, header.getChannelHeader_asU8());
  } catch (error) {
    throw error instanceof MessageError ? error.during('could not determine channel ID') : error;
  }
}

function unmarshalled<Message>(
  what: string,
  type: { deserializeBinary(bytes: Uint8Array): Message },
  bytes: Uint8Array,
): Message {
  try {
    return strictDecode(type, bytes);
  } catch (error) {
    if (error instanceof DecodeError) {
      throw new MessageError(`error unmarshalling ${what}: ${error.message}`);
    }
    throw error;
  }
}

/** Size as the orderer counts it: payload and signature, in bytes. */
export function messageBytes(message: common.Envelope): number {
  return message.getPayload_asU8().length + message.getSignature_asU8().length;
}

/** What every message must pass, in the orderer's order. Throws MessageError. */
export function checkMessage(message: common.Envelope, config: ChannelConfig): void {
  if (message.getPayload_asU8().length === 0) {
    throw new MessageError('Message was empty');
  }
  const size = messageBytes(message);
  const limit = config.batch.absoluteMaxBytes;
  if (size > limit) {
    throw new MessageError(`message payload is ${size} bytes and exceeds maximum allowed ${limit} bytes`);
  }
  const creator = creatorOf(message);
  if (expiryOf(creator, config) <= Date.now()) {
    throw new MessageError('broadcast client identity expired');
  }
  checkWriter(message, creator, config);
}

function creatorOf(message: common.Envelope): Uint8Array {
  try {
    const header = strictDecode(common.Payload, message.getPayload_asU8()).getHeader();
    if (header === undefined) {
      throw new MessageError('could not convert message to signedData: Missing Header');
    }
    return strictDecode(common.SignatureHeader, header.getSignatureHeader_asU8()).getCreator_asU8();
  } catch (error) {
    if (error instanceof DecodeError) {
      throw new MessageError(`could not convert message to signedData: ${error.message}`);
    }
    throw error;
  }
}

function checkWriter(message: common.Envelope, creator: Uint8Array, config: ChannelConfig): void {
  const signed = {
    message: message.getPayload_asU8(),
    identity: creator,
    signature: message.getSignature_asU8(),
  };
  try {
    config.policy(WRITERS).evaluate([signed]);
  } catch (error) {
    if (error instanceof PolicyError) {
      throw new MessageError(`${error.message}: permission denied`, { isForbidden: true });
    }
    throw error;
  }
}

/** When a creator's certificate expires, in ms since the epoch; never, if it has none that can be read. */
function expiryOf(creator: Uint8Array, config: ChannelConfig): number {
  try {
    return config.msps.deserialize(creator).expiresAtMs;
  } catch (error) {
    if (error instanceof IdentityError) {
      // A stranger's certificate expires as well, and that is what the stranger is told first.
      return strangersExpiry(creator);
    }
    throw error;
  }
}

function strangersExpiry(creator: Uint8Array): number {
  try {
    const pem = strictDecode(msp.SerializedIdentity, creator).getIdBytes_asU8();
    return Date.parse(new X509Certificate(Buffer.from(pem)).validTo);
  } catch {
    // What is no certificate does not expire; the signature check refuses it.
    return Number.POSITIVE_INFINITY;
  }
}

import { randomBytes } from 'node:crypto';
import { common, orderer } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { SigningIdentity } from '../../src/identity/signing-identity.js';
import { CHANNEL } from './test-network.js';

export interface Seek {
  readonly channelId?: string;
  readonly start?: number | 'oldest' | 'newest';
  readonly stop?: number | 'newest';
  readonly failIfNotReady?: boolean;
  readonly headersOnly?: boolean;
  readonly sentAt?: Date;
}

/** A signed request for blocks, as clients send it. */
export function seekEnvelope(signer: SigningIdentity, seek: Seek = {}): common.Envelope {
  const { SeekBehavior, SeekContentType } = orderer.SeekInfo;
  const info = new orderer.SeekInfo();
  info.setStart(position(seek.start ?? 'oldest'));
  info.setStop(position(seek.stop ?? 'newest'));
  info.setBehavior(seek.failIfNotReady ? SeekBehavior.FAIL_IF_NOT_READY : SeekBehavior.BLOCK_UNTIL_READY);
  info.setContentType(seek.headersOnly ? SeekContentType.HEADER_WITH_SIG : SeekContentType.BLOCK);

  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.DELIVER_SEEK_INFO);
  channelHeader.setChannelId(seek.channelId ?? CHANNEL);
  channelHeader.setTimestamp(timestamps.Timestamp.fromDate(seek.sentAt ?? new Date()));
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(signer.serialized);
  signatureHeader.setNonce(randomBytes(24));
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(info.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  envelope.setSignature(signer.sign(envelope.getPayload_asU8()));
  return envelope;
}

function position(at: number | 'oldest' | 'newest'): orderer.SeekPosition {
  const result = new orderer.SeekPosition();
  if (at === 'oldest') {
    result.setOldest(new orderer.SeekOldest());
  } else if (at === 'newest') {
    result.setNewest(new orderer.SeekNewest());
  } else {
    const specified = new orderer.SeekSpecified();
    specified.setNumber(at);
    result.setSpecified(specified);
  }
  return result;
}

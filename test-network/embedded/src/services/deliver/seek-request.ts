import { X509Certificate } from 'node:crypto';
import { common, msp, orderer } from '@hyperledger/fabric-protos';
import type { SignedData } from '../../policy/policy.js';

/** How far a request's timestamp may lie from the node's clock. */
const TIME_WINDOW_MS = 15 * 60_000;

export interface SeekRequest {
  readonly channelId: string;
  readonly signed: SignedData;
  /** Milliseconds since the epoch; undefined if the identity does not say. */
  readonly identityExpiresAtMs: number | undefined;
  readonly data: Uint8Array;
}

/** Reads a client's signed seek envelope; throws an Error that says what is wrong with it. */
export function readSeekRequest(envelope: common.Envelope, nowMs: number): SeekRequest {
  const bytes = envelope.getPayload_asU8();
  const payload = common.Payload.deserializeBinary(bytes);
  const header = payload.getHeader();
  if (header === undefined) {
    throw new Error('envelope has no header');
  }
  const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
  const signatureHeader = common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8());
  const timestamp = channelHeader.getTimestamp();
  if (timestamp === undefined) {
    throw new Error('channel header in envelope must contain timestamp');
  }
  const sentMs = timestamp.getSeconds() * 1000 + timestamp.getNanos() / 1e6;
  if (Math.abs(nowMs - sentMs) > TIME_WINDOW_MS) {
    throw new Error(
      `envelope timestamp ${new Date(sentMs).toISOString()} is more than 15m0s apart from current server time ${new Date(nowMs).toISOString()}`,
    );
  }
  const identity = signatureHeader.getCreator_asU8();
  return {
    channelId: channelHeader.getChannelId(),
    signed: { message: bytes, identity, signature: envelope.getSignature_asU8() },
    identityExpiresAtMs: expiryOf(identity),
    data: payload.getData_asU8(),
  };
}

/** Throws if the bytes are no seek info. */
export function readSeekInfo(request: SeekRequest): orderer.SeekInfo {
  return orderer.SeekInfo.deserializeBinary(request.data);
}

function expiryOf(identity: Uint8Array): number | undefined {
  try {
    const pem = msp.SerializedIdentity.deserializeBinary(identity).getIdBytes_asU8();
    return Date.parse(new X509Certificate(pem).validTo);
  } catch {
    // What is no certificate has no expiry; the policy refuses it in the next step.
    return undefined;
  }
}

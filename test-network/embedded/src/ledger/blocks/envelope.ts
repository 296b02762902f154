import { createHash } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import { DecodeError, strictDecode } from '../wire/strict-decode.js';

/** An envelope opened down to its two headers. */
export interface OpenedEnvelope {
  readonly envelope: common.Envelope;
  readonly header: common.Header;
  /** The payload's data: a transaction, a configuration. */
  readonly data: Uint8Array;
  readonly channelHeader: common.ChannelHeader;
  readonly signatureHeader: common.SignatureHeader;
}

/** Opens an envelope. Throws DecodeError. */
export function openEnvelope(bytes: Uint8Array): OpenedEnvelope {
  const envelope = strictDecode(common.Envelope, bytes);
  const payload = strictDecode(common.Payload, envelope.getPayload_asU8());
  const header = payload.getHeader();
  if (header === undefined) {
    throw new DecodeError('nil header');
  }
  return {
    envelope,
    header,
    data: payload.getData_asU8(),
    channelHeader: strictDecode(common.ChannelHeader, header.getChannelHeader_asU8()),
    signatureHeader: strictDecode(common.SignatureHeader, header.getSignatureHeader_asU8()),
  };
}

/** The transaction id that a creator and a nonce make, in hexadecimal. */
export function computeTxId(nonce: Uint8Array, creator: Uint8Array): string {
  return createHash('sha256').update(nonce).update(creator).digest('hex');
}

/**
 * The id under which a transaction is found: its own, or, where it carries none (configuration), the one its
 * signature header makes. Empty if the envelope cannot be opened.
 */
export function indexedTxId(bytes: Uint8Array): string {
  try {
    const { channelHeader, signatureHeader } = openEnvelope(bytes);
    return (
      channelHeader.getTxId() ||
      computeTxId(signatureHeader.getNonce_asU8(), signatureHeader.getCreator_asU8())
    );
  } catch (error) {
    if (error instanceof DecodeError) {
      return '';
    }
    throw error;
  }
}

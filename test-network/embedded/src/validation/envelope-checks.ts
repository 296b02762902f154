import { createHash } from 'node:crypto';
import { common, peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../channel/channel-config.js';
import { IdentityError } from '../identity/identity-error.js';
import { openAction, type TransactionAction } from '../ledger/blocks/endorser-transaction.js';
import { computeTxId } from '../ledger/blocks/envelope.js';
import { DecodeError, strictDecode } from '../ledger/wire/strict-decode.js';

const Code = peer.TxValidationCode;
const { CONFIG, CONFIG_UPDATE, ENDORSER_TRANSACTION } = common.HeaderType;

/** An envelope as far as it could be opened, with the code of the first check that it fails, or VALID. */
export interface CheckedEnvelope {
  readonly code: number;
  readonly channelHeader?: common.ChannelHeader;
  readonly payloadData?: Uint8Array;
  /** Only of endorser transactions that pass. */
  readonly action?: TransactionAction;
}

/**
 * The checks of a transaction that need no state, in Fabric's order: form, creator's signature, transaction
 * id, and that what was endorsed is what was proposed.
 */
export function checkEnvelope(bytes: Uint8Array, config: ChannelConfig): CheckedEnvelope {
  const envelope = decoded(common.Envelope, bytes);
  if (envelope === undefined) {
    return { code: Code.INVALID_OTHER_REASON };
  }
  const payload = decoded(common.Payload, envelope.getPayload_asU8());
  if (payload === undefined) {
    return { code: Code.BAD_PAYLOAD };
  }
  const header = payload.getHeader();
  const channelHeader = header && decoded(common.ChannelHeader, header.getChannelHeader_asU8());
  const signatureHeader = header && decoded(common.SignatureHeader, header.getSignatureHeader_asU8());
  if (
    channelHeader === undefined ||
    signatureHeader === undefined ||
    !isWellFormed(channelHeader) ||
    !isComplete(signatureHeader)
  ) {
    return { code: Code.BAD_COMMON_HEADER, ...(channelHeader && { channelHeader }) };
  }
  const payloadData = payload.getData_asU8();
  if (
    channelHeader.getChannelId() !== config.channelId ||
    !isSignedByCreator(envelope, signatureHeader, config)
  ) {
    return { code: Code.BAD_CREATOR_SIGNATURE, channelHeader };
  }
  switch (channelHeader.getType()) {
    case ENDORSER_TRANSACTION:
      return {
        channelHeader,
        payloadData,
        ...checkEndorserTransaction(header, { channelHeader, signatureHeader }, payloadData),
      };
    case CONFIG:
      return {
        channelHeader,
        payloadData,
        code: payloadData.length === 0 ? Code.INVALID_CONFIG_TRANSACTION : Code.VALID,
      };
    default:
      return { code: Code.UNSUPPORTED_TX_PAYLOAD, channelHeader };
  }
}

function isWellFormed(header: common.ChannelHeader): boolean {
  const type = header.getType();
  const known = type === ENDORSER_TRANSACTION || type === CONFIG_UPDATE || type === CONFIG;
  return known && header.getEpoch() === 0;
}

function isComplete(header: common.SignatureHeader): boolean {
  return header.getNonce_asU8().length > 0 && header.getCreator_asU8().length > 0;
}

function isSignedByCreator(
  envelope: common.Envelope,
  header: common.SignatureHeader,
  config: ChannelConfig,
): boolean {
  const signature = envelope.getSignature_asU8();
  if (signature.length === 0) {
    return false;
  }
  try {
    const creator = config.msps.deserialize(header.getCreator_asU8());
    config.msps.validate(creator);
    return creator.verify(envelope.getPayload_asU8(), signature);
  } catch (error) {
    if (error instanceof IdentityError) {
      return false;
    }
    throw error;
  }
}

function checkEndorserTransaction(
  header: common.Header | undefined,
  headers: { readonly channelHeader: common.ChannelHeader; readonly signatureHeader: common.SignatureHeader },
  data: Uint8Array,
): Pick<CheckedEnvelope, 'code' | 'action'> {
  const { channelHeader, signatureHeader } = headers;
  const txId = computeTxId(signatureHeader.getNonce_asU8(), signatureHeader.getCreator_asU8());
  if (channelHeader.getTxId() !== txId) {
    return { code: Code.BAD_PROPOSAL_TXID };
  }
  const action = openedAction(data);
  const actionHeader = action && decoded(common.SignatureHeader, action.header);
  if (
    header === undefined ||
    action === undefined ||
    actionHeader === undefined ||
    !isComplete(actionHeader)
  ) {
    return { code: Code.INVALID_ENDORSER_TRANSACTION };
  }
  // What the endorsers signed names the proposal by this hash.
  const proposalHash = createHash('sha256')
    .update(header.getChannelHeader_asU8())
    .update(action.header)
    .update(action.proposalPayload)
    .digest();
  return proposalHash.equals(action.proposalHash)
    ? { code: Code.VALID, action }
    : { code: Code.INVALID_ENDORSER_TRANSACTION };
}

function openedAction(data: Uint8Array): TransactionAction | undefined {
  try {
    return openAction(data);
  } catch (error) {
    if (error instanceof DecodeError) {
      return undefined;
    }
    throw error;
  }
}

/** Undefined for bytes that are no such message. */
function decoded<T>(type: { deserializeBinary(bytes: Uint8Array): T }, bytes: Uint8Array): T | undefined {
  try {
    return strictDecode(type, bytes);
  } catch (error) {
    if (error instanceof DecodeError) {
      return undefined;
    }
    throw error;
  }
}

import { common, peer } from '@hyperledger/fabric-protos';
import { type ParsedNamespace, parseRwset } from '../rwset/parsed-rwset.js';
import { DecodeError, strictDecode } from '../wire/strict-decode.js';
import { type OpenedEnvelope, openEnvelope } from './envelope.js';

/** The one action of an endorser transaction. */
export interface TransactionAction {
  /** common.SignatureHeader bytes of the proposal. */
  readonly header: Uint8Array;
  /** peer.ChaincodeProposalPayload bytes without transient data. */
  readonly proposalPayload: Uint8Array;
  /** peer.ProposalResponsePayload bytes: what the endorsers signed. */
  readonly responsePayload: Uint8Array;
  readonly proposalHash: Uint8Array;
  readonly endorsements: readonly peer.Endorsement[];
  /** peer.ChaincodeAction bytes. */
  readonly extension: Uint8Array;
}

/** Opens the transaction of an endorser envelope's payload data. Throws DecodeError. */
export function openAction(data: Uint8Array): TransactionAction {
  const actions = strictDecode(peer.Transaction, data).getActionsList();
  const [action] = actions;
  if (action === undefined || actions.length !== 1) {
    throw new DecodeError(`only one action per transaction is supported, tx contains ${actions.length}`);
  }
  const payload = strictDecode(peer.ChaincodeActionPayload, action.getPayload_asU8());
  const responsePayload = payload.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array();
  const response = strictDecode(peer.ProposalResponsePayload, responsePayload);
  return {
    header: action.getHeader_asU8(),
    proposalPayload: payload.getChaincodeProposalPayload_asU8(),
    responsePayload,
    proposalHash: response.getProposalHash_asU8(),
    endorsements: payload.getAction()?.getEndorsementsList() ?? [],
    extension: response.getExtension_asU8(),
  };
}

export interface EndorserTransaction {
  readonly channelHeader: common.ChannelHeader;
  readonly action: peer.ChaincodeAction;
  readonly rwset: readonly ParsedNamespace[];
}

/** Opens an envelope that has passed validation; undefined if it is of another kind. Throws DecodeError. */
export function readEndorserTransaction(bytes: Uint8Array): EndorserTransaction | undefined {
  return endorserTransaction(openEnvelope(bytes));
}

export function endorserTransaction(opened: OpenedEnvelope): EndorserTransaction | undefined {
  if (opened.channelHeader.getType() !== common.HeaderType.ENDORSER_TRANSACTION) {
    return undefined;
  }
  const action = strictDecode(peer.ChaincodeAction, openAction(opened.data).extension);
  return { channelHeader: opened.channelHeader, action, rwset: parseRwset(action.getResults_asU8()) };
}

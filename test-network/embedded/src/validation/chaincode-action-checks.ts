import { type common, peer } from '@hyperledger/fabric-protos';
import type { TransactionAction } from '../ledger/blocks/endorser-transaction.js';
import { type ParsedNamespace, parseRwset, writesToNamespace } from '../ledger/rwset/parsed-rwset.js';
import { DecodeError, strictDecode } from '../ledger/wire/strict-decode.js';

const Code = peer.TxValidationCode;

/** What a chaincode did, opened. */
export interface CheckedAction {
  readonly chaincode: string;
  readonly rwset: readonly ParsedNamespace[];
  readonly event?: peer.ChaincodeEvent;
  /** Namespaces whose policies must agree: the invoked chaincode's, and every other that is written to. */
  readonly endorsedNamespaces: readonly string[];
}

export type ActionCheck =
  | { readonly code: 0; readonly checked: CheckedAction }
  | { readonly code: number; readonly checked?: undefined };

/** Opens the result that endorsers signed; the code is that of the first check that it fails, or VALID. */
export function checkAction(header: common.ChannelHeader, action: TransactionAction): ActionCheck {
  const extension = attempt(() => strictDecode(peer.ChaincodeHeaderExtension, header.getExtension_asU8()));
  if (extension === undefined) {
    return { code: Code.BAD_HEADER_EXTENSION };
  }
  const result =
    action.extension.length === 0
      ? undefined
      : attempt(() => strictDecode(peer.ChaincodeAction, action.extension));
  if (result === undefined) {
    return { code: Code.BAD_RESPONSE_PAYLOAD };
  }
  const rwset = attempt(() => parseRwset(result.getResults_asU8()));
  if (rwset === undefined) {
    return { code: Code.BAD_RWSET };
  }
  const code = checkChaincodeIds(extension.getChaincodeId(), result.getChaincodeId());
  if (code !== Code.VALID) {
    return { code };
  }
  return checkContents(result, rwset);
}

function checkChaincodeIds(invoked: peer.ChaincodeID | undefined, ran: peer.ChaincodeID | undefined): number {
  if (invoked === undefined || ran === undefined) {
    return Code.INVALID_OTHER_REASON;
  }
  const named = invoked.getName() !== '' && invoked.getName() === ran.getName();
  return named && ran.getVersion() !== '' ? Code.VALID : Code.INVALID_CHAINCODE;
}

function checkContents(result: peer.ChaincodeAction, rwset: readonly ParsedNamespace[]): ActionCheck {
  const chaincode = result.getChaincodeId()?.getName() ?? '';
  const eventBytes = result.getEvents_asU8();
  const event =
    eventBytes.length === 0 ? undefined : attempt(() => strictDecode(peer.ChaincodeEvent, eventBytes));
  if (eventBytes.length > 0 && event?.getChaincodeId() !== chaincode) {
    return { code: Code.INVALID_OTHER_REASON };
  }
  if (new Set(rwset.map(({ name }) => name)).size < rwset.length) {
    return { code: Code.ILLEGAL_WRITESET };
  }
  const written = rwset.filter(writesToNamespace).map(({ name }) => name);
  return {
    code: Code.VALID,
    checked: {
      chaincode,
      rwset,
      ...(event && { event }),
      endorsedNamespaces: [chaincode, ...written.filter((name) => name !== chaincode)],
    },
  };
}

function attempt<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof DecodeError) {
      return undefined;
    }
    throw error;
  }
}

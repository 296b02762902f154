import { createHash } from 'node:crypto';
import { common, peer } from '@hyperledger/fabric-protos';
import { textOf } from '../chaincode/error-text.js';
import { strictDecode } from '../ledger/wire/strict-decode.js';
import type { SignedData } from '../policy/policy.js';
import { ProposalError } from './proposal-error.js';

/** A signed proposal taken apart. */
export interface Proposal {
  readonly signed: peer.SignedProposal;
  readonly signedData: SignedData;
  readonly channelHeader: common.ChannelHeader;
  readonly channelId: string;
  readonly txId: string;
  /** msp.SerializedIdentity bytes. */
  readonly creator: Uint8Array;
  readonly nonce: Uint8Array;
  readonly chaincodeName: string;
  readonly input: peer.ChaincodeInput;
  /** SHA-256 over the headers and the payload without its transient data: what the endorsement is about. */
  readonly hash: Uint8Array;
}

/** All endorsers of the process are handed the same message by a gateway; it is taken apart once. */
const unpacked = new WeakMap<peer.SignedProposal, Proposal>();

/** @throws ProposalError with Fabric's words */
export function unpackProposal(signed: peer.SignedProposal): Proposal {
  let proposal = unpacked.get(signed);
  if (proposal === undefined) {
    proposal = unpack(signed);
    unpacked.set(signed, proposal);
  }
  return proposal;
}

function unpack(signed: peer.SignedProposal): Proposal {
  const proposalBytes = signed.getProposalBytes_asU8();
  // The authentication filter reads these three first, and says what it was at.
  const proposal = within('proposal', () => unmarshal('Proposal', peer.Proposal, proposalBytes));
  const header = within('header', () => unmarshal('Header', common.Header, proposal.getHeader_asU8()));
  const signatureHeader = within('signature header', () =>
    unmarshal('SignatureHeader', common.SignatureHeader, header.getSignatureHeader_asU8()),
  );
  const channelHeader = unmarshal('ChannelHeader', common.ChannelHeader, header.getChannelHeader_asU8());
  const creator = signatureHeader.getCreator_asU8();
  const chaincodeName = chaincodeNameOf(channelHeader);
  const invocation = unpackInvocation(proposal);
  return {
    signed,
    signedData: { message: proposalBytes, identity: creator, signature: signed.getSignature_asU8() },
    channelHeader,
    channelId: channelHeader.getChannelId(),
    txId: channelHeader.getTxId(),
    creator,
    nonce: signatureHeader.getNonce_asU8(),
    chaincodeName,
    input: invocation.input,
    hash: createHash('sha256')
      .update(header.getChannelHeader_asU8())
      .update(header.getSignatureHeader_asU8())
      .update(invocation.withoutTransient)
      .digest(),
  };
}

function chaincodeNameOf(channelHeader: common.ChannelHeader): string {
  const extension = unmarshal(
    'ChaincodeHeaderExtension',
    peer.ChaincodeHeaderExtension,
    channelHeader.getExtension_asU8(),
  );
  const chaincodeId = extension.getChaincodeId();
  if (chaincodeId === undefined) {
    throw new ProposalError('ChaincodeHeaderExtension.ChaincodeId is nil');
  }
  if (chaincodeId.getName() === '') {
    throw new ProposalError('ChaincodeHeaderExtension.ChaincodeId.Name is empty');
  }
  return chaincodeId.getName();
}

function unpackInvocation(proposal: peer.Proposal): {
  input: peer.ChaincodeInput;
  withoutTransient: Uint8Array;
} {
  const payload = unmarshal(
    'ChaincodeProposalPayload',
    peer.ChaincodeProposalPayload,
    proposal.getPayload_asU8(),
  );
  const specBytes = payload.getInput_asU8();
  const invocation = unmarshal('ChaincodeInvocationSpec', peer.ChaincodeInvocationSpec, specBytes);
  const spec = invocation.getChaincodeSpec();
  if (spec === undefined) {
    throw new ProposalError('chaincode invocation spec did not contain chaincode spec');
  }
  const input = spec.getInput();
  if (input === undefined) {
    throw new ProposalError('chaincode input did not contain any input');
  }
  const withoutTransient = new peer.ChaincodeProposalPayload();
  withoutTransient.setInput(specBytes);
  return { input, withoutTransient: withoutTransient.serializeBinary() };
}

function within<T>(what: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new ProposalError(`failed parsing ${what}: ${textOf(error)}`);
  }
}

function unmarshal<T>(name: string, type: { deserializeBinary(bytes: Uint8Array): T }, bytes: Uint8Array): T {
  try {
    return strictDecode(type, bytes);
  } catch (error) {
    const reason = textOf(error);
    throw new ProposalError(`error unmarshalling ${name}: ${reason}`);
  }
}

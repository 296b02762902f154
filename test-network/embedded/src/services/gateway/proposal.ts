import { common, peer } from '@hyperledger/fabric-protos';

/** What the gateway reads of a signed proposal. */
export interface UnpackedProposal {
  readonly signed: peer.SignedProposal;
  readonly header: common.Header;
  readonly channelId: string;
  readonly txId: string;
  readonly chaincode: string;
  readonly payload: peer.ChaincodeProposalPayload;
  /** The payload's bytes as the client sent them, transient data included. */
  readonly payloadBytes: Uint8Array;
  readonly hasTransientData: boolean;
  /** Which part of chaincode spec, id and name is absent, if any. */
  readonly missing: 'spec' | 'id' | 'name' | undefined;
}

/** Throws an Error that names the part that is not protobuf. */
export function unpackProposal(signed: peer.SignedProposal): UnpackedProposal {
  const proposal = parse('Proposal', signed.getProposalBytes_asU8(), (b) =>
    peer.Proposal.deserializeBinary(b),
  );
  const header = parse('Header', proposal.getHeader_asU8(), (b) => common.Header.deserializeBinary(b));
  const channelHeader = parse('ChannelHeader', header.getChannelHeader_asU8(), (b) =>
    common.ChannelHeader.deserializeBinary(b),
  );
  const payloadBytes = proposal.getPayload_asU8();
  const payload = parse('ChaincodeProposalPayload', payloadBytes, (b) =>
    peer.ChaincodeProposalPayload.deserializeBinary(b),
  );
  const invocation = parse('ChaincodeInvocationSpec', payload.getInput_asU8(), (b) =>
    peer.ChaincodeInvocationSpec.deserializeBinary(b),
  );
  const spec = invocation.getChaincodeSpec();
  const chaincode = spec?.getChaincodeId()?.getName() ?? '';
  return {
    signed,
    header,
    channelId: channelHeader.getChannelId(),
    txId: channelHeader.getTxId(),
    chaincode,
    payload,
    payloadBytes,
    hasTransientData: payload.getTransientmapMap().getLength() > 0,
    missing: missingPart(spec),
  };
}

function missingPart(spec: peer.ChaincodeSpec | undefined): UnpackedProposal['missing'] {
  if (spec === undefined) {
    return 'spec';
  }
  const id = spec.getChaincodeId();
  if (id === undefined) {
    return 'id';
  }
  return id.getName() === '' ? 'name' : undefined;
}

function parse<Message>(name: string, bytes: Uint8Array, read: (bytes: Uint8Array) => Message): Message {
  try {
    return read(bytes);
  } catch (cause) {
    throw new Error(`error unmarshalling ${name}: proto: cannot parse invalid wire-format data`, { cause });
  }
}

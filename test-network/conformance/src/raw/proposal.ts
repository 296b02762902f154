import { randomBytes } from 'node:crypto';
import { common, peer } from '@hyperledger/fabric-protos';
import timestampProtos from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { Credentials } from '../network/credentials.js';
import { serializedIdentity, sha256, signLowS } from './signing.js';

/** What goes into a proposal. Everything but the first four is what a well-behaved client would choose. */
export interface ProposalOptions {
  readonly channel: string;
  readonly chaincode: string;
  readonly args: readonly (string | Uint8Array)[];
  readonly credentials: Credentials;
  readonly creator?: Uint8Array;
  readonly transient?: Readonly<Record<string, Uint8Array>>;
  readonly nonce?: Uint8Array;
  readonly txId?: string;
  readonly timestamp?: Date;
  readonly headerType?: number;
  readonly epoch?: number;
  readonly isInit?: boolean;
  /** Name in the header's extension, where it is not to be that of the payload. */
  readonly extensionChaincode?: string;
}

export interface RawProposal {
  readonly txId: string;
  readonly header: common.Header;
  readonly proposal: peer.Proposal;
  /** The payload as it goes into a transaction: without transient data. */
  readonly payloadWithoutTransient: Uint8Array;
  readonly credentials: Credentials;
}

/** Builds a proposal by hand, so that a case can get any part of it wrong. */
export function newProposal(options: ProposalOptions): RawProposal {
  const nonce = options.nonce ?? randomBytes(24);
  const creator = options.creator ?? serializedIdentity(options.credentials);
  const txId = options.txId ?? sha256(nonce, creator).toString('hex');

  const header = new common.Header();
  header.setChannelHeader(channelHeader(options, txId).serializeBinary());
  header.setSignatureHeader(signatureHeader(nonce, creator).serializeBinary());

  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(invocation(options).serializeBinary());
  const payloadWithoutTransient = payload.serializeBinary();
  for (const [name, value] of Object.entries(options.transient ?? {})) {
    payload.getTransientmapMap().set(name, value);
  }

  const proposal = new peer.Proposal();
  proposal.setHeader(header.serializeBinary());
  proposal.setPayload(payload.serializeBinary());
  return { txId, header, proposal, payloadWithoutTransient, credentials: options.credentials };
}

export function signProposal(
  { proposal, credentials }: RawProposal,
  sign: (message: Uint8Array, credentials: Credentials) => Uint8Array = signLowS,
): peer.SignedProposal {
  const bytes = proposal.serializeBinary();
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(bytes);
  signed.setSignature(sign(bytes, credentials));
  return signed;
}

function channelHeader(options: ProposalOptions, txId: string): common.ChannelHeader {
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(options.extensionChaincode ?? options.chaincode);
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(chaincodeId);

  const header = new common.ChannelHeader();
  header.setType(options.headerType ?? common.HeaderType.ENDORSER_TRANSACTION);
  header.setTxId(txId);
  header.setTimestamp(timestampOf(options.timestamp ?? new Date()));
  header.setChannelId(options.channel);
  header.setEpoch(options.epoch ?? 0);
  header.setExtension$(extension.serializeBinary());
  return header;
}

export function timestampOf(date: Date): timestampProtos.Timestamp {
  const timestamp = new timestampProtos.Timestamp();
  timestamp.fromDate(date);
  return timestamp;
}

export function signatureHeader(nonce: Uint8Array, creator: Uint8Array): common.SignatureHeader {
  const header = new common.SignatureHeader();
  header.setNonce(nonce);
  header.setCreator(creator);
  return header;
}

function invocation({ chaincode, args, isInit }: ProposalOptions): peer.ChaincodeInvocationSpec {
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(chaincode);
  const input = new peer.ChaincodeInput();
  input.setArgsList(args.map((argument) => Buffer.from(argument)));
  input.setIsInit(isInit ?? false);
  const spec = new peer.ChaincodeSpec();
  spec.setType(peer.ChaincodeSpec.Type.NODE);
  spec.setChaincodeId(chaincodeId);
  spec.setInput(input);
  const invocationSpec = new peer.ChaincodeInvocationSpec();
  invocationSpec.setChaincodeSpec(spec);
  return invocationSpec;
}

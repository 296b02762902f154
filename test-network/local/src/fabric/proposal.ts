import { createHash, randomBytes } from 'node:crypto';
import { common, peer } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { SigningIdentity } from './signing-identity.js';

/** What is asked of a chaincode, system chaincodes included. */
export interface Call {
  /** Empty for what concerns the peer itself, not a channel. */
  readonly channel: string;
  readonly chaincode: string;
  readonly args: readonly (string | Uint8Array)[];
}

/** A proposal with its signature, and the parts of it that the transaction repeats. */
export interface SignedProposal {
  readonly transactionId: string;
  readonly channel: string;
  readonly message: peer.SignedProposal;
  readonly header: common.Header;
  readonly payload: Uint8Array;
}

const NONCE_BYTES = 24;

export async function signProposal(call: Call, identity: SigningIdentity): Promise<SignedProposal> {
  const nonce = randomBytes(NONCE_BYTES);
  const transactionId = createHash('sha256').update(nonce).update(identity.serialized).digest('hex');
  const header = new common.Header();
  header.setChannelHeader(channelHeader(call, transactionId).serializeBinary());
  header.setSignatureHeader(signatureHeader(identity.serialized, nonce).serializeBinary());

  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(invocation(call).serializeBinary());
  const payloadBytes = payload.serializeBinary();
  const proposal = new peer.Proposal();
  proposal.setHeader(header.serializeBinary());
  proposal.setPayload(payloadBytes);
  const proposalBytes = proposal.serializeBinary();

  const message = new peer.SignedProposal();
  message.setProposalBytes(proposalBytes);
  message.setSignature(await identity.sign(proposalBytes));
  return { transactionId, channel: call.channel, message, header, payload: payloadBytes };
}

/** The transaction that the endorsed proposal makes, signed by the proposal's own creator. */
export async function signTransaction(
  proposal: SignedProposal,
  responses: readonly peer.ProposalResponse[],
  identity: SigningIdentity,
): Promise<common.Envelope> {
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(responses[0]?.getPayload_asU8() ?? new Uint8Array());
  endorsed.setEndorsementsList(
    responses.map((response) => response.getEndorsement() ?? new peer.Endorsement()),
  );

  const actionPayload = new peer.ChaincodeActionPayload();
  actionPayload.setChaincodeProposalPayload(proposal.payload);
  actionPayload.setAction(endorsed);

  const action = new peer.TransactionAction();
  action.setHeader(proposal.header.getSignatureHeader_asU8());
  action.setPayload(actionPayload.serializeBinary());
  const transaction = new peer.Transaction();
  transaction.setActionsList([action]);

  const payload = new common.Payload();
  payload.setHeader(proposal.header);
  payload.setData(transaction.serializeBinary());
  const payloadBytes = payload.serializeBinary();
  const envelope = new common.Envelope();
  envelope.setPayload(payloadBytes);
  envelope.setSignature(await identity.sign(payloadBytes));
  return envelope;
}

function channelHeader(call: Call, transactionId: string): common.ChannelHeader {
  const id = new peer.ChaincodeID();
  id.setName(call.chaincode);
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(id);
  const now = Date.now();
  const timestamp = new timestamps.Timestamp();
  timestamp.setSeconds(Math.floor(now / 1000));
  timestamp.setNanos((now % 1000) * 1_000_000);
  const header = new common.ChannelHeader();
  header.setType(common.HeaderType.ENDORSER_TRANSACTION);
  header.setTimestamp(timestamp);
  header.setChannelId(call.channel);
  header.setTxId(transactionId);
  header.setExtension$(extension.serializeBinary());
  return header;
}

function signatureHeader(creator: Uint8Array, nonce: Uint8Array): common.SignatureHeader {
  const header = new common.SignatureHeader();
  header.setCreator(creator);
  header.setNonce(nonce);
  return header;
}

function invocation(call: Call): peer.ChaincodeInvocationSpec {
  const input = new peer.ChaincodeInput();
  input.setArgsList(call.args.map((arg) => (typeof arg === 'string' ? Buffer.from(arg) : arg)));
  const id = new peer.ChaincodeID();
  id.setName(call.chaincode);
  const spec = new peer.ChaincodeSpec();
  spec.setType(peer.ChaincodeSpec.Type.NODE);
  spec.setChaincodeId(id);
  spec.setInput(input);
  const result = new peer.ChaincodeInvocationSpec();
  result.setChaincodeSpec(spec);
  return result;
}

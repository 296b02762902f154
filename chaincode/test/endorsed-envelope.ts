import { createHash, createPrivateKey, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { common, msp, peer } from '@hyperledger/fabric-protos';
import { type Authority, createAuthority, type IdentityRequest, signIdentity } from '@sanfang/network';
import { type MessageSigner, messageSigner } from '@sanfang/network/message-signer';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';

/** A member of a channel, with an authority of its own. */
export interface Member {
  readonly mspId: string;
  readonly authority: Authority;
}

/** Someone who signs as a peer does, whatever the certificate says of it. */
export interface Signer {
  /** The serialized identity. */
  readonly identity: Uint8Array;
  readonly sign: MessageSigner;
}

export async function newMember(mspId: string): Promise<Member> {
  return { mspId, authority: await createAuthority('ca', `${mspId.toLowerCase()}.example`) };
}

/** By default a peer of the member. */
export async function newSigner(
  { mspId, authority }: Member,
  request: Partial<IdentityRequest> = {},
): Promise<Signer> {
  const identity = { commonName: 'peer0', ou: 'peer', ...request };
  const { certificatePem, privateKeyPem } = await signIdentity(authority, identity);
  return signerOf(mspId, certificatePem, createPrivateKey(privateKeyPem));
}

export function signerOf(mspId: string, certificatePem: string, key: KeyObject): Signer {
  const identity = new msp.SerializedIdentity();
  identity.setMspid(mspId);
  identity.setIdBytes(Buffer.from(certificatePem));
  return { identity: identity.serializeBinary(), sign: messageSigner(key) };
}

/** The same signer with a certificate of its own making: all is as it was but the authority's signature. */
export function withForgedCertificate({ identity, sign }: Signer): Signer {
  const forged = msp.SerializedIdentity.deserializeBinary(identity);
  const der = new X509Certificate(Buffer.from(forged.getIdBytes_asU8())).raw;
  const lastByte = der.length - 1;
  der.writeUInt8(der.readUInt8(lastByte) ^ 1, lastByte);
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  const pem = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
  forged.setIdBytes(Buffer.from(pem));
  return { identity: forged.serializeBinary(), sign };
}

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The same signer, giving of the two signatures that are both good the one that Fabric does not take. */
export function withHighS({ identity, sign }: Signer): Signer {
  return {
    identity,
    sign: async (message) => {
      const der = Buffer.from(await sign(message));
      const endOfR = 4 + der.readUInt8(3);
      const s = BigInt(`0x${der.toString('hex', endOfR + 2)}`);
      const digits = Buffer.from((P256_ORDER - s).toString(16).padStart(64, '0'), 'hex');
      const value = digits.readUInt8(0) < 0x80 ? digits : Buffer.concat([Buffer.of(0), digits]);
      const both = Buffer.concat([der.subarray(2, endOfR), Buffer.of(0x02, value.length), value]);
      return Buffer.concat([Buffer.of(0x30, both.length), both]);
    },
  };
}

export interface TransactionRequest {
  readonly channel: string;
  readonly chaincode: string;
  readonly functionName: string;
  readonly responsePayload: string | Uint8Array;
  readonly status: number;
  readonly proposedAt: Date;
  readonly creator: Uint8Array;
}

/** The parts of a transaction before they are packed; a test changes what it likes, before or after the signing. */
export interface TransactionParts {
  readonly channelHeader: common.ChannelHeader;
  readonly signatureHeader: common.SignatureHeader;
  /** Of the action, where it is to differ from that of the transaction. */
  readonly actionHeader?: common.SignatureHeader;
  readonly invocation: peer.ChaincodeInvocationSpec;
  readonly result: peer.ChaincodeAction;
}

export function transactionParts(request: TransactionRequest): TransactionParts {
  const nonce = randomBytes(24);
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setNonce(nonce);
  signatureHeader.setCreator(request.creator);

  const input = new peer.ChaincodeInput();
  input.setArgsList([Buffer.from(request.functionName), Buffer.from('{}')]);
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(request.chaincode);
  const spec = new peer.ChaincodeSpec();
  spec.setType(peer.ChaincodeSpec.Type.NODE);
  spec.setChaincodeId(chaincodeId);
  spec.setInput(input);
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(spec);

  const response = new peer.Response();
  response.setStatus(request.status);
  response.setPayload(Buffer.from(request.responsePayload));
  const result = new peer.ChaincodeAction();
  result.setResults(Buffer.from('what was read and written'));
  result.setResponse(response);
  result.setChaincodeId(chaincodeId);

  return { channelHeader: channelHeaderOf(request, nonce), signatureHeader, invocation, result };
}

function channelHeaderOf(
  { channel, proposedAt, creator }: TransactionRequest,
  nonce: Uint8Array,
): common.ChannelHeader {
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.ENDORSER_TRANSACTION);
  channelHeader.setChannelId(channel);
  channelHeader.setTxId(createHash('sha256').update(nonce).update(creator).digest('hex'));
  const timestamp = new timestamps.Timestamp();
  timestamp.fromDate(proposedAt);
  channelHeader.setTimestamp(timestamp);
  return channelHeader;
}

/** What peers sign for these parts: the proposal's hash and the result. */
export function endorsedBytes(parts: TransactionParts): Uint8Array {
  const hash = createHash('sha256')
    .update(parts.channelHeader.serializeBinary())
    .update((parts.actionHeader ?? parts.signatureHeader).serializeBinary())
    .update(proposalBytes(parts));
  const answer = new peer.ProposalResponsePayload();
  answer.setProposalHash(hash.digest());
  answer.setExtension$(parts.result.serializeBinary());
  return answer.serializeBinary();
}

function proposalBytes({ invocation }: TransactionParts): Uint8Array {
  const proposal = new peer.ChaincodeProposalPayload();
  proposal.setInput(invocation.serializeBinary());
  return proposal.serializeBinary();
}

export async function endorse(signed: Uint8Array, { identity, sign }: Signer): Promise<peer.Endorsement> {
  const endorsement = new peer.Endorsement();
  endorsement.setEndorser(identity);
  endorsement.setSignature(await sign(Buffer.concat([signed, identity])));
  return endorsement;
}

/** The envelope that a block would hold. */
export function pack(
  parts: TransactionParts,
  endorsements: readonly peer.Endorsement[],
  signed: Uint8Array = endorsedBytes(parts),
): Uint8Array {
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(signed);
  endorsed.setEndorsementsList([...endorsements]);
  const actionPayload = new peer.ChaincodeActionPayload();
  actionPayload.setChaincodeProposalPayload(proposalBytes(parts));
  actionPayload.setAction(endorsed);

  const action = new peer.TransactionAction();
  action.setHeader((parts.actionHeader ?? parts.signatureHeader).serializeBinary());
  action.setPayload(actionPayload.serializeBinary());
  const transaction = new peer.Transaction();
  transaction.setActionsList([action]);

  const header = new common.Header();
  header.setChannelHeader(parts.channelHeader.serializeBinary());
  header.setSignatureHeader(parts.signatureHeader.serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(transaction.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  envelope.setSignature(Buffer.from('of the client, which no proof rests on'));
  return envelope.serializeBinary();
}

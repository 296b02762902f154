import { createHash, randomBytes } from 'node:crypto';
import { common, peer } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../../identity/signing-identity.js';

export interface ProposalFields {
  readonly client: SigningIdentity;
  readonly channelId: string;
  readonly chaincode: string;
  readonly args: readonly (string | Uint8Array)[];
  readonly isInit?: boolean;
  readonly transient?: Readonly<Record<string, string>>;
  /** Changes the channel header before it is signed. */
  readonly tamper?: (header: common.ChannelHeader) => void;
}

export interface TestProposal {
  readonly txId: string;
  readonly header: common.Header;
  /** The chaincode proposal payload without its transient data, as it goes into the transaction. */
  readonly payload: peer.ChaincodeProposalPayload;
  readonly signed: peer.SignedProposal;
}

/** A signed proposal as an SDK makes it. */
export function makeProposal(fields: ProposalFields): TestProposal {
  const nonce = randomBytes(24);
  const creator = fields.client.serialized;
  const txId = createHash('sha256').update(nonce).update(creator).digest('hex');
  const header = new common.Header();
  header.setChannelHeader(channelHeader(fields, txId).serializeBinary());
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setNonce(nonce);
  signatureHeader.setCreator(creator);
  header.setSignatureHeader(signatureHeader.serializeBinary());
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(invocation(fields).serializeBinary());
  const withTransient = payload.clone();
  for (const [key, value] of Object.entries(fields.transient ?? {})) {
    withTransient.getTransientmapMap().set(key, Buffer.from(value));
  }
  const proposal = new peer.Proposal();
  proposal.setHeader(header.serializeBinary());
  proposal.setPayload(withTransient.serializeBinary());
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(proposal.serializeBinary());
  signed.setSignature(fields.client.sign(signed.getProposalBytes_asU8()));
  return { txId, header, payload, signed };
}

function channelHeader(fields: ProposalFields, txId: string): common.ChannelHeader {
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(fields.chaincode);
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(chaincodeId);
  const header = new common.ChannelHeader();
  header.setType(common.HeaderType.ENDORSER_TRANSACTION);
  header.setChannelId(fields.channelId);
  header.setTxId(txId);
  header.setExtension$(extension.serializeBinary());
  fields.tamper?.(header);
  return header;
}

function invocation(fields: ProposalFields): peer.ChaincodeInvocationSpec {
  const input = new peer.ChaincodeInput();
  input.setArgsList(fields.args.map((each) => Buffer.from(each)));
  input.setIsInit(fields.isInit ?? false);
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(fields.chaincode);
  const spec = new peer.ChaincodeSpec();
  spec.setChaincodeId(chaincodeId);
  spec.setInput(input);
  const wrapped = new peer.ChaincodeInvocationSpec();
  wrapped.setChaincodeSpec(spec);
  return wrapped;
}

/** The transaction that an SDK assembles from endorsements of a proposal. */
export function makeTransaction(
  proposal: TestProposal,
  responses: readonly peer.ProposalResponse[],
  client: SigningIdentity,
): common.Envelope {
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(responses[0]?.getPayload_asU8() ?? new Uint8Array());
  endorsed.setEndorsementsList(
    responses.flatMap((response) => {
      const endorsement = response.getEndorsement();
      return endorsement === undefined ? [] : [endorsement];
    }),
  );
  const actionPayload = new peer.ChaincodeActionPayload();
  actionPayload.setChaincodeProposalPayload(proposal.payload.serializeBinary());
  actionPayload.setAction(endorsed);
  const action = new peer.TransactionAction();
  action.setHeader(proposal.header.getSignatureHeader_asU8());
  action.setPayload(actionPayload.serializeBinary());
  const transaction = new peer.Transaction();
  transaction.setActionsList([action]);
  const payload = new common.Payload();
  payload.setHeader(proposal.header);
  payload.setData(transaction.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  envelope.setSignature(client.sign(envelope.getPayload_asU8()));
  return envelope;
}

import { createHash } from 'node:crypto';
import { common, peer } from '@hyperledger/fabric-protos';
import { readFunctionName } from './called-function.js';
import { decode, decodeText } from './decode.js';
import { demand } from './invalid-proof.js';

/** What a transaction's envelope says, its parts proven to belong together, its endorsements not yet checked. */
export interface EndorsedTransaction {
  readonly channel: string;
  readonly transactionId: string;
  /** When the client says that it made the proposal, in seconds since 1970; the endorsers have signed it. */
  readonly proposedAtSeconds: number;
  readonly chaincode: string;
  readonly functionName: string;
  readonly responsePayload: string;
  /** The proposal response payload: what each endorser signed, followed by its own identity. */
  readonly endorsedBytes: Uint8Array;
  readonly endorsements: readonly peer.Endorsement[];
}

const OK = 200;

/** Takes the envelope of a committed transaction apart. Throws InvalidProof where a part contradicts another. */
export function readEndorsedTransaction(envelopeBytes: Uint8Array): EndorsedTransaction {
  const envelope = decode('envelope', common.Envelope, envelopeBytes);
  const payload = decode('payload', common.Payload, envelope.getPayload_asU8());
  const header = payload.getHeader() ?? new common.Header();
  const facts = readHeader(header);
  const action = onlyAction(payload.getData_asU8());
  demand(
    same(action.getHeader_asU8(), header.getSignatureHeader_asU8()),
    'The transaction of the proof and its action name different creators.',
  );
  const actionPayload = decode('action', peer.ChaincodeActionPayload, action.getPayload_asU8());
  const endorsed = actionPayload.getAction() ?? new peer.ChaincodeEndorsedAction();
  const endorsedBytes = endorsed.getProposalResponsePayload_asU8();
  const proposalBytes = actionPayload.getChaincodeProposalPayload_asU8();
  return {
    ...facts,
    functionName: readFunctionName(proposalBytes),
    ...readAnswer(endorsedBytes, proposalHash(header, proposalBytes)),
    endorsedBytes,
    endorsements: endorsed.getEndorsementsList(),
  };
}

function onlyAction(data: Uint8Array): peer.TransactionAction {
  const [action, ...others] = decode('transaction', peer.Transaction, data).getActionsList();
  demand(
    action !== undefined && others.length === 0,
    'The transaction of the proof does not have exactly one action, as every transaction of Fabric has.',
  );
  return action;
}

function readHeader(header: common.Header) {
  const channelHeader = decode('channel header', common.ChannelHeader, header.getChannelHeader_asU8());
  demand(
    channelHeader.getType() === common.HeaderType.ENDORSER_TRANSACTION,
    'The proof is not the envelope of a chaincode transaction.',
  );
  const signatureHeader = decode(
    'signature header',
    common.SignatureHeader,
    header.getSignatureHeader_asU8(),
  );
  const transactionId = sha256(signatureHeader.getNonce_asU8(), signatureHeader.getCreator_asU8()).toString(
    'hex',
  );
  demand(
    channelHeader.getTxId() === transactionId,
    'The transaction ID of the proof is not the one that its nonce and its creator make.',
  );
  const timestamp = channelHeader.getTimestamp();
  demand(timestamp !== undefined, 'The proof does not say when its transaction was proposed.');
  return {
    channel: channelHeader.getChannelId(),
    transactionId,
    proposedAtSeconds: timestamp.getSeconds(),
  };
}

function readAnswer(endorsedBytes: Uint8Array, expectedHash: Uint8Array) {
  const answer = decode('proposal response', peer.ProposalResponsePayload, endorsedBytes);
  demand(
    same(answer.getProposalHash_asU8(), expectedHash),
    'What the endorsers of the proof signed answers another proposal: its header or its call was changed.',
  );
  const result = decode('chaincode result', peer.ChaincodeAction, answer.getExtension_asU8());
  const response = result.getResponse();
  demand(response?.getStatus() === OK, 'The transaction of the proof did not succeed.');
  return {
    chaincode: result.getChaincodeId()?.getName() ?? '',
    responsePayload: decodeText('response', response.getPayload_asU8()),
  };
}

/** What ties an answer to channel, transaction ID and call; of the call without its transient data, which no block has. */
function proposalHash(header: common.Header, proposalBytes: Uint8Array): Uint8Array {
  return sha256(header.getChannelHeader_asU8(), header.getSignatureHeader_asU8(), proposalBytes);
}

function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.from(one).equals(other);
}

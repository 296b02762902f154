import { createHash, randomBytes } from 'node:crypto';
import { common, peer } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { SigningIdentity } from '../../identity/signing-identity.js';
import { computeTxId } from '../blocks/envelope.js';
import { build } from '../wire/build.js';

export interface TestTransaction {
  readonly channelId: string;
  readonly creator: SigningIdentity;
  readonly endorsers: readonly SigningIdentity[];
  readonly chaincode: string;
  readonly version?: string;
  /** TxReadWriteSet bytes. */
  readonly rwset: Uint8Array;
  readonly event?: peer.ChaincodeEvent;
  /** Given where the transaction id must be known before simulation. */
  readonly nonce?: Uint8Array;
  /** Changes the parts before they are signed, to make transactions that are not in order. */
  readonly channelHeader?: (header: common.ChannelHeader) => void;
}

export function testTxId(creator: SigningIdentity, nonce: Uint8Array): string {
  return computeTxId(nonce, creator.serialized);
}

/** An endorser transaction as a client assembles it from endorsements. */
export function testTransaction(options: TestTransaction): common.Envelope {
  const nonce = options.nonce ?? randomBytes(24);
  const chaincodeId = build(new peer.ChaincodeID(), (id) => id.setName(options.chaincode));
  const channelHeader = build(new common.ChannelHeader(), (header) => {
    header.setType(common.HeaderType.ENDORSER_TRANSACTION);
    header.setChannelId(options.channelId);
    header.setTxId(testTxId(options.creator, nonce));
    header.setTimestamp(
      build(new timestamps.Timestamp(), (timestamp) => timestamp.setSeconds(1_700_000_000)),
    );
    header.setExtension$(
      build(new peer.ChaincodeHeaderExtension(), (extension) =>
        extension.setChaincodeId(chaincodeId),
      ).serializeBinary(),
    );
    options.channelHeader?.(header);
  });
  const signatureHeader = build(new common.SignatureHeader(), (header) => {
    header.setCreator(options.creator.serialized);
    header.setNonce(nonce);
  });
  const header = build(new common.Header(), (message) => {
    message.setChannelHeader(channelHeader.serializeBinary());
    message.setSignatureHeader(signatureHeader.serializeBinary());
  });
  const transaction = transactionOf(options, header);
  const payload = build(new common.Payload(), (message) => {
    message.setHeader(header);
    message.setData(transaction.serializeBinary());
  }).serializeBinary();
  return build(new common.Envelope(), (envelope) => {
    envelope.setPayload(payload);
    envelope.setSignature(options.creator.sign(payload));
  });
}

function transactionOf(options: TestTransaction, header: common.Header): peer.Transaction {
  const proposalPayload = new peer.ChaincodeProposalPayload().serializeBinary();
  const responsePayload = responsePayloadOf(options, header, proposalPayload);
  const endorsed = build(new peer.ChaincodeEndorsedAction(), (action) => {
    action.setProposalResponsePayload(responsePayload);
    action.setEndorsementsList(options.endorsers.map((endorser) => endorsement(endorser, responsePayload)));
  });
  return build(new peer.Transaction(), (transaction) =>
    transaction.addActions(
      build(new peer.TransactionAction(), (action) => {
        action.setHeader(header.getSignatureHeader_asU8());
        action.setPayload(
          build(new peer.ChaincodeActionPayload(), (message) => {
            message.setChaincodeProposalPayload(proposalPayload);
            message.setAction(endorsed);
          }).serializeBinary(),
        );
      }),
    ),
  );
}

function responsePayloadOf(
  options: TestTransaction,
  header: common.Header,
  proposalPayload: Uint8Array,
): Uint8Array {
  const result = build(new peer.ChaincodeAction(), (action) => {
    action.setResults(options.rwset);
    action.setEvents(options.event?.serializeBinary() ?? new Uint8Array());
    action.setResponse(build(new peer.Response(), (response) => response.setStatus(200)));
    action.setChaincodeId(
      build(new peer.ChaincodeID(), (id) => {
        id.setName(options.chaincode);
        id.setVersion(options.version ?? '1.0');
      }),
    );
  });
  const proposalHash = createHash('sha256')
    .update(header.getChannelHeader_asU8())
    .update(header.getSignatureHeader_asU8())
    .update(proposalPayload)
    .digest();
  return build(new peer.ProposalResponsePayload(), (message) => {
    message.setProposalHash(proposalHash);
    message.setExtension$(result.serializeBinary());
  }).serializeBinary();
}

function endorsement(endorser: SigningIdentity, responsePayload: Uint8Array): peer.Endorsement {
  return build(new peer.Endorsement(), (message) => {
    message.setEndorser(endorser.serialized);
    message.setSignature(endorser.sign(Buffer.concat([responsePayload, endorser.serialized])));
  });
}

import { createHash } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import timestampProto from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { channelGroup } from './channel-group.js';
import type { ChannelSpec } from './channel-spec.js';

const NONCE_BYTES = 24;

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/**
 * The first block of a channel, which a node is given to join it (channel participation API, Fabric 2.3 and later).
 *
 * The same specification and time always give the same bytes: the nonce, which no one uses in a first block, comes
 * from the configuration itself.
 */
export function genesisBlock(spec: ChannelSpec, created: Date): common.Block {
  const config = new common.Config();
  config.setChannelGroup(channelGroup(spec));
  const configEnvelope = new common.ConfigEnvelope();
  configEnvelope.setConfig(config);
  const configBytes = configEnvelope.serializeBinary();

  const payload = new common.Payload();
  payload.setHeader(
    header({ channelId: spec.channelId, created, nonce: sha256(configBytes).subarray(0, NONCE_BYTES) }),
  );
  payload.setData(configBytes);
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  return firstBlock(envelope.serializeBinary());
}

function header({
  channelId,
  created,
  nonce,
}: {
  readonly channelId: string;
  readonly created: Date;
  readonly nonce: Uint8Array;
}): common.Header {
  const timestamp = new timestampProto.Timestamp();
  timestamp.fromDate(created);
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.CONFIG);
  channelHeader.setVersion(1);
  channelHeader.setTimestamp(timestamp);
  channelHeader.setChannelId(channelId);
  channelHeader.setTxId(sha256(nonce).toString('hex'));
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setNonce(nonce);
  const result = new common.Header();
  result.setChannelHeader(channelHeader.serializeBinary());
  result.setSignatureHeader(signatureHeader.serializeBinary());
  return result;
}

function firstBlock(envelope: Uint8Array): common.Block {
  const data = new common.BlockData();
  data.setDataList([envelope]);
  const blockHeader = new common.BlockHeader();
  blockHeader.setNumber(0);
  blockHeader.setDataHash(sha256(envelope));

  const ordererMetadata = new common.OrdererBlockMetadata();
  ordererMetadata.setLastConfig(new common.LastConfig());
  const signatures = new common.Metadata();
  signatures.setValue(ordererMetadata.serializeBinary());
  // One entry each: signatures, last configuration, transaction flags, orderer, commit hash; all but one are empty.
  const metadata = new common.BlockMetadata();
  metadata.setMetadataList([
    signatures.serializeBinary(),
    new common.Metadata().serializeBinary(),
    new Uint8Array(),
    new Uint8Array(),
    new Uint8Array(),
  ]);

  const block = new common.Block();
  block.setHeader(blockHeader);
  block.setData(data);
  block.setMetadata(metadata);
  return block;
}

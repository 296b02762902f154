import { randomBytes } from 'node:crypto';
import { common, orderer, peer } from '@hyperledger/fabric-protos';
import type { Endpoint } from '../clients/connections.js';
import type { Credentials } from '../network/credentials.js';
import { type DeliverMethod, deliver } from './calls.js';
import { signatureHeader, timestampOf } from './proposal.js';
import { serializedIdentity } from './signing.js';
import { newEnvelope } from './transaction.js';

/** A request for the blocks of a channel. */
export interface Seek {
  readonly channel: string;
  /** First block, or from which end of the chain. */
  readonly from: number | 'oldest' | 'newest';
  readonly to: number | 'oldest' | 'newest';
  readonly behaviour?: orderer.SeekInfo.SeekBehaviorMap[keyof orderer.SeekInfo.SeekBehaviorMap];
  readonly credentials: Credentials;
  readonly timestamp?: Date;
}

interface DeliverBlocks extends Seek {
  readonly endpoint: Endpoint;
  readonly method: Extract<DeliverMethod, '/orderer.AtomicBroadcast/Deliver' | '/protos.Deliver/Deliver'>;
}

/** The blocks that a service delivers for one request, and the status that it ends with. */
export async function deliverBlocks(
  request: DeliverBlocks,
): Promise<{ readonly blocks: readonly common.Block[]; readonly status: number }> {
  const isOrderer = request.method === '/orderer.AtomicBroadcast/Deliver';
  const { responses, status } = await deliver<orderer.DeliverResponse | peer.DeliverResponse>({
    endpoint: request.endpoint,
    method: request.method,
    request: seekEnvelope(request),
    deserialize: isOrderer
      ? orderer.DeliverResponse.deserializeBinary
      : peer.DeliverResponse.deserializeBinary,
    statusOf: (response) => (response.hasBlock() ? undefined : response.getStatus()),
  });
  return { blocks: responses.flatMap((response) => response.getBlock() ?? []), status };
}

function seekEnvelope(seek: Seek): common.Envelope {
  const info = new orderer.SeekInfo();
  info.setStart(position(seek.from));
  info.setStop(position(seek.to));
  info.setBehavior(seek.behaviour ?? orderer.SeekInfo.SeekBehavior.FAIL_IF_NOT_READY);

  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.DELIVER_SEEK_INFO);
  channelHeader.setChannelId(seek.channel);
  channelHeader.setTimestamp(timestampOf(seek.timestamp ?? new Date()));
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(
    signatureHeader(randomBytes(24), serializedIdentity(seek.credentials)).serializeBinary(),
  );
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(info.serializeBinary());
  return newEnvelope(payload.serializeBinary(), seek.credentials);
}

function position(at: Seek['from']): orderer.SeekPosition {
  const result = new orderer.SeekPosition();
  if (at === 'oldest') {
    result.setOldest(new orderer.SeekOldest());
  } else if (at === 'newest') {
    result.setNewest(new orderer.SeekNewest());
  } else {
    const specified = new orderer.SeekSpecified();
    specified.setNumber(at);
    result.setSpecified(specified);
  }
  return result;
}

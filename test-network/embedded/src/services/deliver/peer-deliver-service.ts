import { common, peer } from '@hyperledger/fabric-protos';
import type { SignedData } from '../../policy/policy.js';
import type { ChannelFeed, FeedBlock } from '../feed/channel-feed.js';
import { ConcurrencyLimit } from '../wire/concurrency-limit.js';
import { type Method, streaming } from '../wire/method.js';
import { blockAndPrivateData } from './block-private-data.js';
import { headerOnly } from './block-views.js';
import { type DeliverRequest, deliver } from './deliver.js';
import { filteredBlock } from './filtered-block.js';

/** A peer's default. */
const STREAMS = 2500;

export interface PeerDeliverContext {
  readonly mspId: string;
  feed(channelId: string): ChannelFeed | undefined;
  /** Throws with Fabric's words when the signer may not use the resource. */
  checkAcl(resource: string, channelId: string, signed: SignedData): void;
  log(line: string): void;
}

/** protos.Deliver of one peer. */
export function peerDeliverService(context: PeerDeliverContext): Method[] {
  const limit = new ConcurrencyLimit('/protos.Deliver', STREAMS);
  const method = (
    definition: { readonly path: string },
    resource: string,
    fill: (response: peer.DeliverResponse, block: FeedBlock, request: DeliverRequest) => void,
  ) =>
    streaming<common.Envelope, peer.DeliverResponse>(
      { definition, request: common.Envelope, limit },
      (call) =>
        deliver(call, {
          feed: (channelId) => context.feed(channelId),
          checkPolicy: (channelId, signed) => context.checkAcl(resource, channelId, signed),
          statusResponse,
          blockResponse: (block, request) => {
            const response = new peer.DeliverResponse();
            fill(response, block, request);
            return response;
          },
          log: (line) => context.log(line),
        }),
    );
  const service = peer.DeliverService;
  return [
    method(service.deliver, 'event/Block', (response, { block }, { headersOnly }) =>
      response.setBlock(headersOnly ? headerOnly(block) : block),
    ),
    method(service.deliverFiltered, 'event/FilteredBlock', (response, block, { feed }) =>
      response.setFilteredBlock(filteredBlock(feed.ledger.channelId, block)),
    ),
    method(service.deliverWithPrivateData, 'event/Block', (response, block, { feed, signed }) =>
      response.setBlockAndPrivateData(
        blockAndPrivateData({ ledger: feed.ledger, mspId: context.mspId, block, signed }),
      ),
    ),
  ];
}

function statusResponse(status: number): peer.DeliverResponse {
  const response = new peer.DeliverResponse();
  response.setStatus(status as common.StatusMap[keyof common.StatusMap]);
  return response;
}

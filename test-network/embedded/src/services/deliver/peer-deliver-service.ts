import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import { type common, peer } from '@hyperledger/fabric-protos';
import type { SignedData } from '../../policy/policy.js';
import type { ChannelFeed, FeedBlock } from '../feed/channel-feed.js';
import { ConcurrencyLimit } from '../wire/concurrency-limit.js';
import { bidi } from '../wire/handlers.js';
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
export function peerDeliverService(context: PeerDeliverContext): UntypedServiceImplementation {
  const limit = new ConcurrencyLimit('/protos.Deliver', STREAMS);
  const method = (
    resource: string,
    fill: (response: peer.DeliverResponse, block: FeedBlock, request: DeliverRequest) => void,
  ) =>
    bidi<common.Envelope, peer.DeliverResponse>(limit, (call, callContext) =>
      deliver(call, callContext, {
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
  return {
    deliver: method('event/Block', (response, { block }, { headersOnly }) =>
      response.setBlock(headersOnly ? headerOnly(block) : block),
    ),
    deliverFiltered: method('event/FilteredBlock', (response, block, { feed }) =>
      response.setFilteredBlock(filteredBlock(feed.ledger.channelId, block)),
    ),
    deliverWithPrivateData: method('event/Block', (response, block, { feed, signed }) =>
      response.setBlockAndPrivateData(
        blockAndPrivateData({ ledger: feed.ledger, mspId: context.mspId, block, signed }),
      ),
    ),
  };
}

function statusResponse(status: number): peer.DeliverResponse {
  const response = new peer.DeliverResponse();
  response.setStatus(status as common.StatusMap[keyof common.StatusMap]);
  return response;
}

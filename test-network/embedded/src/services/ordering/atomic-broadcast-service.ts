import { common, orderer } from '@hyperledger/fabric-protos';
import { asOrdered, headerOnly } from '../deliver/block-views.js';
import { deliver } from '../deliver/deliver.js';
import type { ChannelFeed } from '../feed/channel-feed.js';
import { type Method, streaming } from '../wire/method.js';
import { type BroadcastTarget, broadcast } from './broadcast-service.js';

const READERS = '/Channel/Readers';

export interface AtomicBroadcastContext {
  readonly orderer: BroadcastTarget;
  feed(channelId: string): ChannelFeed | undefined;
  log(line: string): void;
}

/** orderer.AtomicBroadcast. */
export function atomicBroadcastService(context: AtomicBroadcastContext): Method[] {
  const service = orderer.AtomicBroadcastService;
  return [
    streaming<common.Envelope, orderer.BroadcastResponse>(
      { definition: service.broadcast, request: common.Envelope },
      (call) => broadcast(call, context.orderer),
    ),
    streaming<common.Envelope, orderer.DeliverResponse>(
      { definition: service.deliver, request: common.Envelope },
      (call) =>
        deliver(call, {
          feed: (channelId) => context.feed(channelId),
          checkPolicy: (channelId, signed) =>
            context.feed(channelId)?.ledger.config.policy(READERS).evaluate([signed]),
          statusResponse: (status) => {
            const response = new orderer.DeliverResponse();
            response.setStatus(status as common.StatusMap[keyof common.StatusMap]);
            return response;
          },
          blockResponse: ({ block }, { headersOnly }) => {
            const response = new orderer.DeliverResponse();
            response.setBlock(asOrdered(headersOnly ? headerOnly(block) : block));
            return response;
          },
          log: (line) => context.log(line),
        }),
    ),
  ];
}

import { common, orderer } from '@hyperledger/fabric-protos';
import type { SignedData } from '../../policy/policy.js';
import type { ChannelFeed, FeedBlock } from '../feed/channel-feed.js';
import type { StreamCall, Writable } from '../wire/method.js';
import { type SeekRange, seekRange } from './seek.js';
import { readSeekInfo, readSeekRequest, type SeekRequest } from './seek-request.js';
import { SessionAccess } from './session-access.js';

const { Status } = common;

/** The one thing in which the deliver methods differ: who may read, and what a block becomes. */
export interface DeliverOptions<Response> {
  feed(channelId: string): ChannelFeed | undefined;
  /** Throws when the signer may not read the channel. */
  checkPolicy(channelId: string, signed: SignedData): void;
  statusResponse(status: number): Response;
  blockResponse(block: FeedBlock, request: DeliverRequest): Response;
  log(line: string): void;
}

export interface DeliverRequest {
  readonly feed: ChannelFeed;
  readonly signed: SignedData;
  /** The client wants headers and signatures only (config blocks come whole all the same). */
  readonly headersOnly: boolean;
}

type DeliverCall<Response extends Writable> = StreamCall<common.Envelope, Response>;

/** Serves seek requests one after another; a refused one ends the stream, as does the client. */
export async function deliver<Response extends Writable>(
  call: DeliverCall<Response>,
  options: DeliverOptions<Response>,
): Promise<void> {
  for (;;) {
    const envelope = await call.next();
    if (envelope === undefined) {
      return;
    }
    const status = await deliverBlocks(call, options, envelope);
    if (status === undefined) {
      return;
    }
    await call.write(options.statusResponse(status));
    if (status !== Status.SUCCESS) {
      return;
    }
  }
}

/** The status that ends the request, or undefined when the client is gone. */
async function deliverBlocks<Response extends Writable>(
  call: DeliverCall<Response>,
  options: DeliverOptions<Response>,
  envelope: common.Envelope,
): Promise<number | undefined> {
  const admitted = admit(options, envelope);
  if (typeof admitted === 'number') {
    return admitted;
  }
  const { feed, range, access, failIfNotReady, request } = admitted;
  for (let number = range.start; ; number++) {
    if (failIfNotReady && number >= feed.ledger.height) {
      return Status.NOT_FOUND;
    }
    const block = await feed.next(number, call.signal);
    if (block === undefined) {
      return undefined;
    }
    try {
      access.check(Date.now());
    } catch (error) {
      options.log(`[channel: ${feed.ledger.channelId}] client authorization revoked: ${String(error)}`);
      return Status.FORBIDDEN;
    }
    await call.write(options.blockResponse(block, request));
    if (number === range.stop) {
      return Status.SUCCESS;
    }
  }
}

interface Admitted {
  readonly feed: ChannelFeed;
  readonly range: SeekRange;
  readonly access: SessionAccess;
  readonly failIfNotReady: boolean;
  readonly request: DeliverRequest;
}

/** Everything that can be wrong with a request before the first block goes out, in the order in which Fabric asks. */
function admit<Response>(options: DeliverOptions<Response>, envelope: common.Envelope): Admitted | number {
  const request = attempt(options, () => readSeekRequest(envelope, Date.now()));
  if (request === undefined) {
    return Status.BAD_REQUEST;
  }
  const feed = options.feed(request.channelId);
  if (feed === undefined) {
    return Status.NOT_FOUND;
  }
  const seek = attempt(options, () => readSeekInfo(request));
  if (seek === undefined) {
    return Status.BAD_REQUEST;
  }
  const access = accessOf(options, request, feed);
  if (attempt(options, () => access.check(Date.now()) ?? true) === undefined) {
    return Status.FORBIDDEN;
  }
  return admitRange(seek, feed, access, request);
}

function admitRange(
  seek: orderer.SeekInfo,
  feed: ChannelFeed,
  access: SessionAccess,
  request: SeekRequest,
): Admitted | number {
  const start = seek.getStart();
  const stop = seek.getStop();
  if (start === undefined || stop === undefined) {
    return Status.BAD_REQUEST;
  }
  const range = seekRange(start, stop, feed.ledger.height);
  if (range === 'stop before start') {
    return Status.BAD_REQUEST;
  }
  if (range === 'start not found') {
    return Status.NOT_FOUND;
  }
  const { SeekBehavior, SeekContentType } = orderer.SeekInfo;
  return {
    feed,
    range,
    access,
    failIfNotReady: seek.getBehavior() === SeekBehavior.FAIL_IF_NOT_READY,
    request: {
      feed,
      signed: request.signed,
      headersOnly: seek.getContentType() === SeekContentType.HEADER_WITH_SIG,
    },
  };
}

function accessOf<Response>(
  options: DeliverOptions<Response>,
  request: SeekRequest,
  feed: ChannelFeed,
): SessionAccess {
  return new SessionAccess({
    request,
    config: () => feed.ledger.config,
    checkPolicy: () => options.checkPolicy(request.channelId, request.signed),
  });
}

/** Clients learn only a status; why is for the node's log. */
function attempt<Response, Result>(
  options: DeliverOptions<Response>,
  read: () => Result,
): Result | undefined {
  try {
    return read();
  } catch (error) {
    options.log(`rejecting deliver request: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

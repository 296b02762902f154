import { status } from '@grpc/grpc-js';
import { gateway, orderer, peer } from '@hyperledger/fabric-protos';
import type { ChannelLedger } from '../../ledger/channel-ledger.js';
import type { FeedBlock } from '../feed/channel-feed.js';
import { GrpcError } from '../wire/grpc-error.js';
import type { StreamCall } from '../wire/method.js';
import type { GatewayContext } from './gateway-context.js';

const RESOURCE = 'gateway/ChaincodeEvents';

type EventsCall = StreamCall<gateway.SignedChaincodeEventsRequest, gateway.ChaincodeEventsResponse>;

/** Gateway.ChaincodeEvents: one message for each block with events of the chaincode, until the client hangs up. */
export async function chaincodeEvents(context: GatewayContext, call: EventsCall): Promise<void> {
  const signed = await call.next();
  const request = readRequest(context, signed ?? new gateway.SignedChaincodeEventsRequest());
  const channelId = request.getChannelId();
  const feed = context.feed(channelId);
  if (feed === undefined) {
    throw new GrpcError(status.NOT_FOUND, `channel does not exist: ${channelId}`);
  }
  const matches = eventMatcher(request);
  for (let number = startBlock(feed.ledger, request); ; number++) {
    const block = await feed.next(number, call.signal);
    if (block === undefined) {
      return;
    }
    const events = eventsOf(block).filter(matches);
    if (events.length > 0) {
      const response = new gateway.ChaincodeEventsResponse();
      response.setBlockNumber(block.number);
      response.setEventsList(events);
      await call.write(response);
    }
  }
}

function readRequest(
  context: GatewayContext,
  signed: gateway.SignedChaincodeEventsRequest,
): gateway.ChaincodeEventsRequest {
  const bytes = signed.getRequest_asU8();
  if (bytes.length === 0) {
    throw new GrpcError(status.INVALID_ARGUMENT, 'a chaincode events request is required');
  }
  const request = parse(bytes);
  try {
    context.checkAcl(RESOURCE, request.getChannelId(), {
      message: bytes,
      identity: request.getIdentity_asU8(),
      signature: signed.getSignature_asU8(),
    });
  } catch (error) {
    throw new GrpcError(status.PERMISSION_DENIED, error instanceof Error ? error.message : String(error));
  }
  return request;
}

function parse(bytes: Uint8Array): gateway.ChaincodeEventsRequest {
  try {
    return gateway.ChaincodeEventsRequest.deserializeBinary(bytes);
  } catch {
    throw new GrpcError(
      status.INVALID_ARGUMENT,
      'invalid chaincode events request: proto: cannot parse invalid wire-format data',
    );
  }
}

function eventsOf(block: FeedBlock): peer.ChaincodeEvent[] {
  return block.transactions.flatMap(({ code, chaincodeEvent }) => {
    const complete =
      code === peer.TxValidationCode.VALID &&
      chaincodeEvent !== undefined &&
      chaincodeEvent.getChaincodeId() !== '' &&
      chaincodeEvent.getEventName() !== '' &&
      chaincodeEvent.getTxId() !== '';
    return complete ? [chaincodeEvent] : [];
  });
}

/** With an after-transaction id, everything up to and including that transaction is passed over. */
function eventMatcher(request: gateway.ChaincodeEventsRequest): (event: peer.ChaincodeEvent) => boolean {
  const chaincode = request.getChaincodeId();
  const after = request.getAfterTransactionId();
  let passed = after === '';
  return (event) => {
    if (passed) {
      return event.getChaincodeId() === chaincode;
    }
    passed = event.getTxId() === after;
    return false;
  };
}

function startBlock(ledger: ChannelLedger, request: gateway.ChaincodeEventsRequest): number {
  const after = request.getAfterTransactionId();
  const block = after === '' ? undefined : ledger.blockByTxId(after);
  if (block !== undefined) {
    return block.getHeader()?.getNumber() ?? 0;
  }
  const position = request.getStartPosition();
  switch (position?.getTypeCase()) {
    case undefined:
    case orderer.SeekPosition.TypeCase.TYPE_NOT_SET:
    case orderer.SeekPosition.TypeCase.NEXT_COMMIT:
      return ledger.height;
    case orderer.SeekPosition.TypeCase.SPECIFIED:
      return position?.getSpecified()?.getNumber() ?? 0;
    default: {
      const oldest = position?.getTypeCase() === orderer.SeekPosition.TypeCase.OLDEST;
      throw new GrpcError(
        status.INVALID_ARGUMENT,
        `invalid start position type: *orderer.SeekPosition_${oldest ? 'Oldest' : 'Newest'}`,
      );
    }
  }
}

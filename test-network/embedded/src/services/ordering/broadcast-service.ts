import type { ServerDuplexStream } from '@grpc/grpc-js';
import { common, orderer } from '@hyperledger/fabric-protos';
import { StreamReader } from '../wire/stream-reader.js';
import { writeTo } from '../wire/write-stream.js';

export interface BroadcastTarget {
  broadcast(envelope: common.Envelope): Promise<{ readonly status: number; readonly info: string }>;
}

/** AtomicBroadcast.Broadcast: one answer an envelope, in order; the stream ends with the first refusal. */
export async function broadcast(
  call: ServerDuplexStream<common.Envelope, orderer.BroadcastResponse>,
  target: BroadcastTarget,
): Promise<void> {
  const reader = new StreamReader(call);
  for (;;) {
    const envelope = await reader.next();
    if (envelope === undefined) {
      return;
    }
    const result = await target.broadcast(envelope);
    const response = new orderer.BroadcastResponse();
    response.setStatus(result.status as common.StatusMap[keyof common.StatusMap]);
    response.setInfo(result.info);
    await writeTo(call, response);
    if (result.status !== common.Status.SUCCESS) {
      return;
    }
  }
}

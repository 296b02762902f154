import { common, orderer } from '@hyperledger/fabric-protos';
import type { StreamCall } from '../wire/method.js';

export interface BroadcastTarget {
  broadcast(envelope: common.Envelope): Promise<{ readonly status: number; readonly info: string }>;
}

/** AtomicBroadcast.Broadcast: one answer an envelope, in order; the stream ends with the first refusal. */
export async function broadcast(
  call: StreamCall<common.Envelope, orderer.BroadcastResponse>,
  target: BroadcastTarget,
): Promise<void> {
  for (;;) {
    const envelope = await call.next();
    if (envelope === undefined) {
      return;
    }
    const result = await target.broadcast(envelope);
    const response = new orderer.BroadcastResponse();
    response.setStatus(result.status as common.StatusMap[keyof common.StatusMap]);
    response.setInfo(result.info);
    await call.write(response);
    if (result.status !== common.Status.SUCCESS) {
      return;
    }
  }
}

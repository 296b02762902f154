import { setTimeout as delay } from 'node:timers/promises';
import type { OrdererConfig } from '../configuration/native-config.js';
import { OperatorError } from '../operator-error.js';
import type { AdminClient } from './admin-client.js';

const POLL_MS = 25;
const LIMIT_MS = 60_000;

/**
 * Waits until the orderer leads every channel.
 *
 * It is the only node of its Raft clusters, but after a restart even that takes an election time-out, and
 * until then it refuses transactions.
 */
export async function untilLeading(options: {
  readonly orderer: OrdererConfig;
  readonly client: AdminClient;
  readonly channels: readonly string[];
  readonly abort: AbortSignal;
}): Promise<void> {
  const { orderer, client, channels, abort } = options;
  const deadline = Date.now() + LIMIT_MS;
  while (!abort.aborted) {
    const { text } = await client.send({ port: orderer.operationsPort, method: 'GET', path: '/metrics' });
    const waiting = channels.filter((channel) => !leads(text, channel));
    if (waiting.length === 0) {
      return;
    }
    if (Date.now() > deadline) {
      throw new OperatorError(
        `The orderer did not come to lead ${waiting.join(', ')} within ${LIMIT_MS / 1000} seconds; see its log.`,
      );
    }
    await delay(POLL_MS);
  }
}

function leads(metrics: string, channel: string): boolean {
  return metrics.includes(`consensus_etcdraft_is_leader{channel="${channel}"} 1`);
}

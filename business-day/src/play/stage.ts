import type { Side } from '../input/rows.js';
import type { GatewayClient } from './gateway-client.js';

/** Where a relationship is played: its two sides begin, and the observer is asked at the end. */
export interface Stage {
  readonly sides: Readonly<Record<Side, GatewayClient>>;
  readonly observer: GatewayClient;
}

/** Told of what has been done, for whoever waits. */
export interface Watcher {
  opened(count: number): void;
  transferred(count: number): void;
}

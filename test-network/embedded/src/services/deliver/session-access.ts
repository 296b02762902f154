import type { ChannelConfig } from '../../channel/channel-config.js';
import type { SeekRequest } from './seek-request.js';

export interface SessionAccessOptions {
  readonly request: SeekRequest;
  readonly config: () => ChannelConfig;
  /** Throws when the policy is not satisfied. */
  readonly checkPolicy: () => void;
}

/** Whether a client may (still) read: its certificate has not expired, and the policy, asked again after each config change, holds. */
export class SessionAccess {
  readonly #options: SessionAccessOptions;
  #checkedAt: number | undefined;

  constructor(options: SessionAccessOptions) {
    this.#options = options;
  }

  /** Throws when the client may not read. */
  check(nowMs: number): void {
    const { request, config, checkPolicy } = this.#options;
    const expiry = request.identityExpiresAtMs;
    if (expiry !== undefined && nowMs > expiry) {
      throw new Error(`deliver client identity expired ${nowMs - expiry}ms before`);
    }
    const { sequence } = config();
    if (this.#checkedAt !== sequence) {
      this.#checkedAt = sequence;
      checkPolicy();
    }
  }
}

/** What a chaincode's worker thread is told when it starts. */
export interface WorkerData {
  /** Absolute path of the chaincode's Node.js package. */
  readonly folder: string;
  readonly chaincodeId: string;
}

/** Tells a busy thread from a hung one: it is sent back as it came. */
export interface Probe {
  readonly probe: number;
}

/** Between the threads: serialised ChaincodeMessages, those of one turn of the event loop together, and probes. */
export type WorkerMessage = readonly Uint8Array[] | Probe;

export function isProbe(message: WorkerMessage): message is Probe {
  return 'probe' in message;
}

/**
 * Collects messages and posts those of one turn of the event loop at once.
 *
 * Waking the other thread is the dear part of a message between threads; with many transactions under way there are
 * many messages a turn.
 */
export class Outbox {
  readonly #post: (messages: readonly Uint8Array[]) => void;
  #messages: Uint8Array[] = [];

  constructor(post: (messages: readonly Uint8Array[]) => void) {
    this.#post = post;
  }

  add(message: Uint8Array): void {
    this.#messages.push(message);
    if (this.#messages.length === 1) {
      setImmediate(() => {
        const messages = this.#messages;
        this.#messages = [];
        this.#post(messages);
      });
    }
  }
}

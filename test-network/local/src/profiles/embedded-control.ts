import { OperatorError, type SupervisedProcess } from '@sanfang/native-fabric';
import { z } from 'zod';

const Message = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('ready') }),
  z.looseObject({ type: z.literal('failed'), message: z.string() }),
  z.looseObject({ type: z.literal('answer'), id: z.number(), result: z.unknown() }),
  z.looseObject({ type: z.literal('error'), id: z.number().nullable(), message: z.string() }),
]);

export type EmbeddedRequest =
  | { readonly type: 'stopNode' | 'startNode'; readonly name: string }
  | { readonly type: 'stopChaincode' | 'startChaincode'; readonly label: string; readonly mspId: string }
  | { readonly type: 'status' };

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Talks with the embedded process over its IPC channel. */
export class EmbeddedControl {
  readonly #process: SupervisedProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ready: Promise<void>;
  #next = 1;

  constructor(process: SupervisedProcess) {
    this.#process = process;
    this.#ready = new Promise((resolve, reject) => {
      process.child.on('message', (raw) => {
        const message = Message.parse(raw);
        if (message.type === 'ready') {
          resolve();
        } else if (message.type === 'failed') {
          reject(new OperatorError(message.message));
        } else {
          this.#settle(message);
        }
      });
    });
    // Whoever asks for readiness is told; if the process dies before, its supervisor says so instead.
    this.#ready.catch(() => undefined);
    void process.exited.then(() => this.#abandon());
  }

  /** @throws OperatorError with the process's own sentence if it cannot start. */
  ready(): Promise<void> {
    return this.#ready;
  }

  request(request: EmbeddedRequest): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (!this.#process.running) {
        reject(gone());
        return;
      }
      const id = this.#next;
      this.#next += 1;
      this.#waiting.set(id, { resolve, reject });
      this.#process.child.send({ ...request, id });
    });
  }

  #settle(message: Extract<z.infer<typeof Message>, { type: 'answer' | 'error' }>): void {
    const id = message.id ?? 0;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (message.type === 'answer') {
      waiting?.resolve(message.result);
    } else {
      waiting?.reject(new OperatorError(message.message));
    }
  }

  #abandon(): void {
    for (const waiting of this.#waiting.values()) {
      waiting.reject(gone());
    }
    this.#waiting.clear();
  }
}

function gone(): OperatorError {
  return new OperatorError('The embedded Fabric process has ended: bring the network up again.');
}

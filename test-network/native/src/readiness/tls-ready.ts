import { setTimeout as delay } from 'node:timers/promises';
import { connect, type SecureContext } from 'node:tls';
import { OperatorError } from '../operator-error.js';

const POLL_MS = 20;
const ATTEMPT_LIMIT_MS = 2_000;

export interface TlsTarget {
  readonly title: string;
  readonly port: number;
  readonly secureContext: SecureContext;
  readonly limitMs: number;
  readonly abort: AbortSignal;
}

/** Waits until the port completes a TLS handshake with a certificate that the context trusts. */
export async function untilTlsAnswers(target: TlsTarget): Promise<void> {
  const deadline = Date.now() + target.limitMs;
  let last = 'nothing listens there';
  while (Date.now() < deadline && !target.abort.aborted) {
    const failure = await handshake(target);
    if (failure === undefined) {
      return;
    }
    last = failure.message;
    await delay(POLL_MS);
  }
  throw new OperatorError(
    `The ${target.title} did not answer on 127.0.0.1:${target.port} within ${target.limitMs / 1000} seconds (${last}).`,
  );
}

function handshake(target: TlsTarget): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const socket = connect({
      host: '127.0.0.1',
      port: target.port,
      servername: 'localhost',
      ALPNProtocols: ['h2'],
      secureContext: target.secureContext,
      timeout: ATTEMPT_LIMIT_MS,
    });
    const settle = (failure: Error | undefined) => {
      socket.destroy();
      resolve(failure);
    };
    socket.once('secureConnect', () => settle(undefined));
    socket.once('timeout', () => settle(new Error('the handshake was not completed')));
    socket.once('error', settle);
  });
}

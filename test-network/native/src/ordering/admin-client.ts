import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import type { OrdererConfig } from '../configuration/native-config.js';

const REQUEST_LIMIT_MS = 10_000;

export interface AdminRequest {
  readonly port: number;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly content?: { readonly contentType: string; readonly body: Buffer };
}

export interface AdminAnswer {
  readonly status: number;
  readonly text: string;
}

/** HTTPS to the orderer's administrative ports, as its organisation's administrator: mutual TLS, loopback. */
export class AdminClient {
  readonly #tls: { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer };

  private constructor(tls: { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer }) {
    this.#tls = tls;
  }

  static async of(orderer: OrdererConfig): Promise<AdminClient> {
    const [ca, cert, key] = await Promise.all([
      readFile(orderer.tls.ca),
      readFile(orderer.adminClient.cert),
      readFile(orderer.adminClient.key),
    ]);
    return new AdminClient({ ca, cert, key });
  }

  send({ port, method, path, content }: AdminRequest): Promise<AdminAnswer> {
    return new Promise((resolve, reject) => {
      const call = request({
        host: '127.0.0.1',
        servername: 'localhost',
        port,
        path,
        method,
        ...this.#tls,
        agent: false,
        timeout: REQUEST_LIMIT_MS,
        headers: content
          ? { 'content-type': content.contentType, 'content-length': content.body.length }
          : {},
      });
      call.once('response', (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.once('error', reject);
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
        );
      });
      call.once('timeout', () => call.destroy(new Error('the orderer did not answer in time')));
      call.once('error', reject);
      call.end(content?.body);
    });
  }
}

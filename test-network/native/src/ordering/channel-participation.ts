import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import path from 'node:path';
import type { OrdererConfig } from '../configuration/native-config.js';
import { OperatorError } from '../operator-error.js';

const BASE = '/participation/v1/channels';
const REQUEST_LIMIT_MS = 10_000;

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The orderer's administration: which channels it serves, and joining more. Mutual TLS, loopback. */
export class ChannelParticipation {
  readonly #orderer: OrdererConfig;
  readonly #tls: { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer };

  private constructor(orderer: OrdererConfig, tls: { ca: Buffer; cert: Buffer; key: Buffer }) {
    this.#orderer = orderer;
    this.#tls = tls;
  }

  static async connect(orderer: OrdererConfig): Promise<ChannelParticipation> {
    const [ca, cert, key] = await Promise.all([
      readFile(orderer.tls.ca),
      readFile(orderer.adminClient.cert),
      readFile(orderer.adminClient.key),
    ]);
    return new ChannelParticipation(orderer, { ca, cert, key });
  }

  /** Names of the channels that the orderer serves. */
  async channels(): Promise<readonly string[]> {
    const answer = await this.#send('GET', BASE);
    expectStatus(answer, 200, 'list its channels');
    const list = JSON.parse(answer.text) as { channels?: readonly { name: string }[] | null };
    return (list.channels ?? []).map((channel) => channel.name);
  }

  /** Joins the channel that the genesis block begins; the block is a serialised common.Block. */
  async join(channel: string, genesisBlock: string): Promise<void> {
    const form = new FormData();
    form.append('config-block', new Blob([await readFile(genesisBlock)]), path.basename(genesisBlock));
    // Response turns the form into the multipart bytes and the header that announces their boundary.
    const encoded = new Response(form);
    const contentType = encoded.headers.get('content-type') ?? '';
    const body = Buffer.from(await encoded.arrayBuffer());
    const answer = await this.#send('POST', BASE, { contentType, body });
    expectStatus(answer, 201, `join the channel ${channel}`);
  }

  #send(
    method: string,
    pathname: string,
    content?: { readonly contentType: string; readonly body: Buffer },
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const call = request({
        host: '127.0.0.1',
        servername: 'localhost',
        port: this.#orderer.adminPort,
        path: pathname,
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

function expectStatus(answer: Answer, expected: number, what: string): void {
  if (answer.status !== expected) {
    throw new OperatorError(`The orderer refused to ${what}: status ${answer.status}, ${answer.text.trim()}`);
  }
}

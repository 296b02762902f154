import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { OrdererConfig } from '../configuration/native-config.js';
import { OperatorError } from '../operator-error.js';
import type { AdminAnswer, AdminClient } from './admin-client.js';

const BASE = '/participation/v1/channels';

/** The orderer's administration: which channels it serves, and joining more. */
export class ChannelParticipation {
  readonly #client: AdminClient;
  readonly #port: number;

  constructor(orderer: OrdererConfig, client: AdminClient) {
    this.#client = client;
    this.#port = orderer.adminPort;
  }

  /** Names of the channels that the orderer serves. */
  async channels(): Promise<readonly string[]> {
    const answer = await this.#client.send({ port: this.#port, method: 'GET', path: BASE });
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
    const answer = await this.#client.send({
      port: this.#port,
      method: 'POST',
      path: BASE,
      content: { contentType, body },
    });
    expectStatus(answer, 201, `join the channel ${channel}`);
  }
}

function expectStatus(answer: AdminAnswer, expected: number, what: string): void {
  if (answer.status !== expected) {
    throw new OperatorError(`The orderer refused to ${what}: status ${answer.status}, ${answer.text.trim()}`);
  }
}

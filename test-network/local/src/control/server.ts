import { chmod, mkdir, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { OperatorError } from '@sanfang/native-fabric';
import type { LocalNetwork } from '../local-network.js';
import { controlSocketPath } from './socket-path.js';
import { isVerb, VERBS } from './verbs.js';

const BODY_LIMIT_BYTES = 1_000_000;

/** Lets other processes of the same user control the network; who may is who can enter the socket's folder. */
export async function serveControl(network: LocalNetwork): Promise<{ close(): Promise<void> }> {
  const socket = controlSocketPath(network.description.dataDir);
  await mkdir(path.dirname(socket), { recursive: true, mode: 0o700 });
  await chmod(path.dirname(socket), 0o700);
  await rm(socket, { force: true });
  const server = createServer((request, response) => {
    void respond(network, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, () => resolve());
  });
  return { close: () => close(server) };
}

async function respond(
  network: LocalNetwork,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const name = (request.url ?? '/').slice(1);
    if (request.method !== 'POST' || !isVerb(name)) {
      refuse(response, 404, `There is no verb "${name}"; there are ${Object.keys(VERBS).join(', ')}.`);
      return;
    }
    const content = json(await read(request));
    const body = VERBS[name].body.safeParse(content?.value);
    if (!content || !body.success) {
      const [issue] = body.error?.issues ?? [];
      const wrong = content ? [...(issue?.path ?? []), issue?.message].join(': ') : 'the body is not JSON';
      refuse(response, 400, `${name}: ${wrong}.`);
      return;
    }
    // The table pairs every verb with its own body, which the type of a looked-up entry no longer shows.
    const run = VERBS[name].run as (network: LocalNetwork, body: unknown) => Promise<unknown>;
    send(response, 200, (await run(network, body.data)) ?? null);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    send(response, 500, { error: message, operator: error instanceof OperatorError });
  }
}

function refuse(response: ServerResponse, status: number, error: string): void {
  send(response, status, { error, operator: true });
}

function json(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > BODY_LIMIT_BYTES) {
      throw new OperatorError(`The request is longer than ${BODY_LIMIT_BYTES} bytes.`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8') || '{}';
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify(body));
}

/** Answers under way (that to `stop` itself) are still sent; nothing new is taken. */
function close(server: Server): Promise<void> {
  server.close();
  server.closeIdleConnections();
  return Promise.resolve();
}

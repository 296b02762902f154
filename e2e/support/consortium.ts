import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Consortium, upConsortium } from '@sanfang/consortium';
import { isProfile, type LocalNetwork } from '@sanfang/local-network';
import { Agent, request } from 'undici';
import { temporaryFolder } from './command.js';

export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads an answer as its caller would, field by field.
  readonly body: any;
}

/** A member's gateway as its callers see it: HTTPS, a root certificate to trust, a token. */
export interface Member {
  readonly url: string;
  get(path: string, headers?: Record<string, string>): Promise<Reply>;
  /** Posts instructions for a relationship. */
  batch(path: string, relationship: string, ...instructions: readonly object[]): Promise<Reply>;
}

export interface TemporaryConsortium {
  readonly network: LocalNetwork;
  readonly dataDir: string;
  member(id: string): Member;
  /** Ends everything and deletes the data. */
  end(): Promise<void>;
}

const READY_MS = 60_000;

/** A consortium on free ports in a temporary folder, ready for business; embedded unless SANFANG_PROFILE says otherwise. */
export async function temporaryConsortium(name: string): Promise<TemporaryConsortium> {
  const profile = process.env.SANFANG_PROFILE ?? 'embedded';
  if (!isProfile(profile)) throw new Error(`SANFANG_PROFILE ${profile} is no profile.`);
  const { folder, remove } = temporaryFolder(name);
  const dataDir = path.join(folder, 'data');
  const consortium = await upConsortium({ profile, dataDir, ports: 'free' });
  const members = new Map<string, Member & { close(): Promise<void> }>();
  for (const gateway of consortium.gateways) members.set(gateway.organisation.id, await memberOf(gateway));
  await Promise.all([...members.values()].map(untilReady));
  return {
    network: consortium.network,
    dataDir,
    member: (id) => {
      const member = members.get(id);
      if (member === undefined) throw new Error(`${id} has no gateway.`);
      return member;
    },
    end: async () => {
      await Promise.all([...members.values()].map((member) => member.close()));
      await consortium.stop();
      await remove();
    },
  };
}

async function memberOf({ organisation, url, tokenFile }: Consortium['gateways'][number]) {
  const token = (await readFile(tokenFile, 'utf8')).trim();
  const agent = new Agent({ connect: { ca: await readFile(organisation.gateway.tls.ca) } });
  const authorization = { authorization: `Bearer ${token}` };
  const ask = async (
    method: 'GET' | 'POST',
    where: string,
    headers: Record<string, string>,
    body?: string,
  ) => {
    const response = await request(url + where, { method, dispatcher: agent, headers, body: body ?? null });
    return { status: response.statusCode, headers: response.headers, body: await response.body.json() };
  };
  return {
    url,
    get: (where: string, headers = {}) => ask('GET', where, { ...authorization, ...headers }),
    batch: (where: string, relationship: string, ...instructions: readonly object[]) =>
      ask(
        'POST',
        where,
        { ...authorization, 'content-type': 'application/json' },
        JSON.stringify({ relationship, instructions }),
      ),
    close: () => agent.destroy(),
  };
}

async function untilReady(member: Member): Promise<void> {
  const end = performance.now() + READY_MS;
  for (;;) {
    const { status, body } = await member.get('/health/ready');
    if (status === 200) return;
    if (performance.now() > end) throw new Error(`${member.url} does not get ready: ${JSON.stringify(body)}`);
  }
}

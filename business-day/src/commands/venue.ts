import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tokenFileOf, upConsortium } from '@sanfang/consortium';
import { findNetworkDescription, type NetworkDescription } from '@sanfang/network';
import { InputError } from '../input/csv.js';
import { BUSINESS_DATE } from '../input/files.js';
import { GatewayClient } from '../play/gateway-client.js';
import type { Stage } from '../play/stage.js';
import type { Where } from './day-options.js';

/** A consortium in which a day can be played. */
export interface Venue {
  readonly description: NetworkDescription;
  close(): Promise<void>;
}

/** The running consortium of a data folder, or a new one in a temporary folder that is deleted again. */
export async function openVenue(where: Where, onStep: (text: string) => void): Promise<Venue> {
  if (where.running) {
    const description = await findNetworkDescription(where.dataDir);
    if (description === undefined) {
      throw new InputError(
        `There is no network in ${where.dataDir}; give the data folder of a consortium that runs (npm start).`,
      );
    }
    return { description, close: async () => undefined };
  }
  const dataDir = await mkdtemp(path.join(tmpdir(), 'sanfang-day-'));
  const removeData = () => rm(dataDir, { recursive: true, force: true });
  try {
    const consortium = await upConsortium({
      profile: where.profile,
      dataDir,
      ports: 'free',
      businessDate: BUSINESS_DATE,
      onProgress: onStep,
      onCrash: (report) => onStep(report),
    });
    return {
      description: consortium.network.description,
      close: async () => {
        await consortium.stop();
        await removeData();
      },
    };
  } catch (error) {
    await removeData();
    throw error;
  }
}

/** The gateways of a consortium's members, opened as they are asked for. */
export class Members {
  readonly #description: NetworkDescription;
  readonly #clients: ReadonlyMap<string, GatewayClient>;

  private constructor(description: NetworkDescription, clients: ReadonlyMap<string, GatewayClient>) {
    this.#description = description;
    this.#clients = clients;
  }

  static async connect(description: NetworkDescription, signal: AbortSignal): Promise<Members> {
    const clients = description.organisations.map(async (organisation) => {
      const { id, gateway } = organisation;
      const address = {
        member: id,
        url: gateway.url,
        caFile: gateway.tls.ca,
        tokenFile: tokenFileOf(organisation),
      };
      return [id, await GatewayClient.open(address, signal)] as const;
    });
    const members = new Members(description, new Map(await Promise.all(clients)));
    await Promise.all([...members.#clients.values()].map((client) => client.untilReady()));
    return members;
  }

  /** Where a relationship is played; throws an InputError where the consortium does not have it. */
  stageOf(relationship: string): Stage {
    const channel = this.#description.channels.find(({ name }) => name === relationship);
    if (channel === undefined) {
      const known = this.#description.channels.map(({ name }) => name).join(', ');
      throw new InputError(`The consortium has no relationship ${relationship}; it has ${known}.`);
    }
    return {
      sides: { bank: this.#client(channel.bank), broker: this.#client(channel.broker) },
      observer: this.#client(channel.regulator),
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.close()));
  }

  #client(member: string): GatewayClient {
    const client = this.#clients.get(member);
    if (client === undefined) throw new Error(`${member} has no gateway.`);
    return client;
  }
}

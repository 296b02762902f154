import path from 'node:path';
import { createMemberGateway, type MemberGateway, type Relationship } from '@sanfang/gateway';
import type { ChannelDescription, NetworkDescription, OrganisationDescription } from '@sanfang/network';
import type { Logger } from 'pino';

const READY_MS = 60_000;

/** A member's running gateway and where its callers find the token. */
export interface RunningGateway {
  readonly organisation: OrganisationDescription;
  readonly url: string;
  /** File with the bearer token for calls under /v1, mode 0600. */
  readonly tokenFile: string;
  stop(): Promise<void>;
}

/** File of the bearer token that a member's gateway asks for. */
export function tokenFileOf(organisation: OrganisationDescription): string {
  return path.join(path.dirname(organisation.walletDir), 'gateway', 'token');
}

/** Starts every member's gateway and waits until business can be done; where one fails, those that run are stopped again. */
export async function startMemberGateways(
  network: NetworkDescription,
  logger: Logger,
): Promise<readonly RunningGateway[]> {
  const started = network.organisations.map((organisation) => ({
    organisation,
    gateway: gatewayOf(organisation, network, logger),
  }));
  const forAll = async (action: (gateway: MemberGateway) => Promise<void>): Promise<void> => {
    const outcomes = await Promise.allSettled(started.map(({ gateway }) => action(gateway)));
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure === undefined) return;
    await Promise.all(started.map(({ gateway }) => gateway.stop()));
    throw failure.reason;
  };
  await forAll((gateway) => gateway.start());
  // Ready only together: a relationship is in force when both sides' gateways have agreed to it.
  await forAll((gateway) => gateway.untilReady(READY_MS));
  return started.map(({ organisation, gateway }) => ({
    organisation,
    url: gateway.url,
    tokenFile: tokenFileOf(organisation),
    stop: () => gateway.stop(),
  }));
}

function gatewayOf(
  organisation: OrganisationDescription,
  network: NetworkDescription,
  logger: Logger,
): MemberGateway {
  const { id, role, mspId, peer, gateway, walletDir } = organisation;
  return createMemberGateway({
    member: { id, role },
    channels: network.channels
      .filter(({ members }) => members.includes(id))
      .map((channel) => relationshipOf(channel, network)),
    fabric: {
      endpoint: peer.endpoint,
      tlsRoot: peer.tlsCaCert,
      mspId,
      identity: { directory: walletDir, label: walletLabelOf(organisation) },
    },
    tls: gateway.tls,
    host: gateway.host,
    port: gateway.port,
    tokenFile: tokenFileOf(organisation),
    // The founding rules agree on it: business days of this consortium are simulated.
    clock: 'business-day',
    logger,
  });
}

function walletLabelOf({ id, users, gateway }: OrganisationDescription): string {
  const user = users.find(({ name }) => name === gateway.user);
  if (user === undefined) throw new Error(`${id} has no user ${gateway.user} for its gateway to sign with.`);
  return user.walletLabel;
}

function relationshipOf(channel: ChannelDescription, network: NetworkDescription): Relationship {
  const party = (id: string) => {
    const organisation = network.organisations.find((each) => each.id === id);
    if (organisation === undefined) throw new Error(`${channel.name} names ${id}, which is no organisation.`);
    return { id, mspId: organisation.mspId };
  };
  return { name: channel.name, bank: party(channel.bank), broker: party(channel.broker) };
}

import { stringify } from 'yaml';
import type { Consortium, NetworkDescription, OrganisationDescription } from '../src/index.js';

const IMPLICIT_META = /^(ANY|ALL|MAJORITY) /;

/** A configtx.yaml, the input of Fabric's own configtxgen, that says the same as the consortium says of a channel. */
export function configtxYaml(consortium: Consortium, network: NetworkDescription, channel: string): string {
  const relationship = consortium.relationships.find((it) => it.channel === channel);
  if (relationship === undefined) {
    throw new Error(`There is no relationship with the channel ${channel}.`);
  }
  const { bank, broker, regulator } = relationship;
  const names = new Map([
    ['{bank}', bank.mspId],
    ['{broker}', broker.mspId],
    ['{regulator}', regulator.mspId],
    ['{ordering}', network.ordering.mspId],
  ]);
  const { policies, capabilities, acls } = consortium.channel;
  const texts = (of: Readonly<Record<string, string>>, org = '') =>
    Object.fromEntries(
      Object.entries(of).map(([name, text]) => {
        const Rule = text.replace(/\{\w+\}/g, (placeholder) => names.get(placeholder) ?? org);
        return [name, { Type: IMPLICIT_META.test(Rule) ? 'ImplicitMeta' : 'Signature', Rule }];
      }),
    );
  const member = ({ mspId, mspDir, peer }: OrganisationDescription) => ({
    Name: mspId,
    ID: mspId,
    MSPDir: mspDir,
    Policies: texts(policies.organisation, mspId),
    AnchorPeers: [{ Host: 'localhost', Port: peer.port }],
  });
  const { batch, raft } = consortium.ordering;
  const addresses = network.ordering.nodes.map(({ endpoint }) => endpoint);
  return stringify({
    Profiles: {
      Channel: {
        Policies: texts(policies.channel),
        Capabilities: { [capabilities.channel]: true },
        Orderer: {
          OrdererType: 'etcdraft',
          Addresses: addresses,
          EtcdRaft: {
            Consenters: network.ordering.nodes.map(({ port, tls }) => ({
              Host: 'localhost',
              Port: port,
              ClientTLSCert: tls.cert,
              ServerTLSCert: tls.cert,
            })),
            Options: {
              TickInterval: `${raft.tickInterval}ms`,
              ElectionTick: raft.electionTick,
              HeartbeatTick: raft.heartbeatTick,
              MaxInflightBlocks: raft.maxInflightBlocks,
              SnapshotIntervalSize: `${raft.snapshotInterval / 1024 ** 2} MB`,
            },
          },
          BatchTimeout: `${batch.timeout}ms`,
          BatchSize: {
            MaxMessageCount: batch.maxMessages,
            AbsoluteMaxBytes: `${batch.absoluteMax / 1024 ** 2} MB`,
            PreferredMaxBytes: `${batch.preferredMax / 1024 ** 2} MB`,
          },
          Capabilities: { [capabilities.orderer]: true },
          Policies: texts(policies.orderer),
          Organizations: [
            {
              Name: network.ordering.mspId,
              ID: network.ordering.mspId,
              MSPDir: network.ordering.mspDir,
              OrdererEndpoints: addresses,
              Policies: texts(policies.orderingOrganisation),
            },
          ],
        },
        Application: {
          ACLs: acls,
          Capabilities: { [capabilities.application]: true },
          Policies: texts(policies.application),
          Organizations: network.organisations
            .filter(({ id }) => [bank.id, broker.id, regulator.id].includes(id))
            .map(member),
        },
      },
    },
  });
}

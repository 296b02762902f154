import path from 'node:path';
import {
  type Consortium,
  type ConsortiumOrganisation,
  type ConsortiumRoleUsers,
  endorsersOf,
  membersOf,
  policyFor,
} from '../consortium/consortium.js';
import {
  type ChaincodeDescription,
  LAYOUT_VERSION,
  type NetworkDescription,
  type OrderingDescription,
  type OrganisationDescription,
  type UserDescription,
} from '../description/schema.js';
import { channelDigest } from './channel-digest.js';
import {
  genesisBlockFile,
  type OrganisationPaths,
  organisationPaths,
  signingFiles,
  tlsFiles,
} from './paths.js';
import type { PortPlan } from './ports.js';

/** Every node listens at the loopback interface; `localhost` is what others are told, and is in the certificates. */
const LISTEN_HOST = '127.0.0.1';
const REACHED_AT = 'localhost';

/** The certificate attribute in which contracts find what their caller may do; several roles are joined by commas. */
const ROLE_ATTRIBUTE = 'sanfang.role';

export interface DescribeOptions {
  readonly consortium: Consortium;
  readonly dataDir: string;
  readonly profile: string;
  readonly ports: PortPlan;
  /** ISO 8601. */
  readonly created: string;
}

/** What the network will be, before anything of it is written. */
export function describeNetwork({
  consortium,
  profile,
  created,
  ...options
}: DescribeOptions): NetworkDescription {
  const dataDir = path.resolve(options.dataDir);
  const context = { consortium, dataDir, ports: options.ports };
  const { limits } = consortium;
  return {
    dataDir,
    layoutVersion: LAYOUT_VERSION,
    profile,
    created,
    consortium: { name: consortium.name, sha256: consortium.sha256 },
    ordering: describeOrdering(context),
    organisations: consortium.organisations.map((organisation) =>
      describeOrganisation(organisation, context),
    ),
    channels: consortium.relationships.map((relationship) => ({
      name: relationship.channel,
      genesisBlock: genesisBlockFile(dataDir, relationship.channel),
      bank: relationship.bank.id,
      broker: relationship.broker.id,
      regulator: relationship.regulator.id,
      members: membersOf(relationship).map(({ id }) => id),
      digest: channelDigest(consortium, relationship),
    })),
    chaincodes: describeChaincodes(consortium),
    limits: {
      folioSize: limits.folioSize,
      instructionsPerBatch: limits.instructionsPerBatch,
      postingsPerBatch: limits.postingsPerBatch,
      requestBytes: limits.requestSize,
      messageBytes: limits.messageSize,
      gatewayCallsInFlight: limits.gatewayCallsInFlight,
    },
  };
}

interface Context {
  readonly consortium: Consortium;
  readonly dataDir: string;
  readonly ports: PortPlan;
}

function planned<T>(ports: ReadonlyMap<string, T>, name: string): T {
  const found = ports.get(name);
  if (found === undefined) {
    throw new Error(`No ports were planned for ${name}.`);
  }
  return found;
}

function describeOrganisation(
  organisation: ConsortiumOrganisation,
  context: Context,
): OrganisationDescription {
  const { id, role, mspId, domain, names } = organisation;
  const paths = organisationPaths(context.dataDir, 'peer', domain);
  const ports = planned(context.ports.members, id);
  const peerName = `peer0.${domain}`;
  const peerTls = tlsFiles(path.join(paths.nodeDir(peerName), 'tls'), 'server');
  const roleUsers = context.consortium.users[role];
  return {
    id,
    role,
    mspId,
    domain,
    names,
    mspDir: paths.mspDir,
    caDir: paths.caDir,
    tlsCaDir: paths.tlsCaDir,
    peer: {
      name: peerName,
      host: LISTEN_HOST,
      port: ports.peer,
      endpoint: `${REACHED_AT}:${ports.peer}`,
      chaincodePort: ports.peerChaincode,
      operationsPort: ports.peerOperations,
      mspDir: path.join(paths.nodeDir(peerName), 'msp'),
      tls: peerTls,
      tlsCaCert: peerTls.ca,
    },
    gateway: {
      host: LISTEN_HOST,
      port: ports.gateway,
      url: `https://${REACHED_AT}:${ports.gateway}`,
      tls: tlsFiles(paths.gatewayTlsDir, 'server'),
      user: roleUsers.gateway,
    },
    chaincode: {
      portBase: ports.chaincodeServices,
      portCount: ports.chaincodeServiceCount,
      serverTls: tlsFiles(paths.chaincodeTlsDir, 'server'),
      clientTls: tlsFiles(paths.chaincodeTlsDir, 'client'),
    },
    users: memberUsers(paths, roleUsers),
    connectionProfile: paths.connectionProfile(id),
    walletDir: paths.walletDir,
  };
}

function describeOrdering({ consortium: { ordering }, dataDir, ports }: Context): OrderingDescription {
  const { id, mspId, domain, names } = ordering;
  const paths = organisationPaths(dataDir, 'orderer', domain);
  return {
    id,
    mspId,
    domain,
    names,
    mspDir: paths.mspDir,
    caDir: paths.caDir,
    tlsCaDir: paths.tlsCaDir,
    nodes: ordering.nodes.map(({ name: short }) => {
      const name = `${short}.${domain}`;
      const { orderer, admin, operations } = planned(ports.nodes, short);
      return {
        name,
        host: LISTEN_HOST,
        port: orderer,
        endpoint: `${REACHED_AT}:${orderer}`,
        adminPort: admin,
        operationsPort: operations,
        mspDir: path.join(paths.nodeDir(name), 'msp'),
        tls: tlsFiles(path.join(paths.nodeDir(name), 'tls'), 'server'),
      };
    }),
    users: [describeUser(paths, { name: 'Admin', ou: 'admin', roles: [], attributes: {} })],
  };
}

function memberUsers(paths: OrganisationPaths, { list }: ConsortiumRoleUsers): readonly UserDescription[] {
  return [
    describeUser(paths, { name: 'Admin', ou: 'admin', roles: [], attributes: {} }),
    describeUser(paths, { name: 'User1', ou: 'client', roles: [], attributes: {} }),
    ...list.map((user) => describeUser(paths, { ...user, ou: 'client' })),
  ];
}

function describeUser(
  paths: OrganisationPaths,
  { name, ou, roles, attributes }: Pick<UserDescription, 'name' | 'ou' | 'roles' | 'attributes'>,
): UserDescription {
  const mspDir = path.join(paths.userDir(name), 'msp');
  return {
    name,
    ou,
    roles,
    attributes: {
      // Fabric CA puts these three into every certificate that it issues, so programs may count on them.
      'hf.Affiliation': '',
      'hf.EnrollmentID': name,
      'hf.Type': ou,
      ...(roles.length === 0 ? {} : { [ROLE_ATTRIBUTE]: roles.join(',') }),
      ...attributes,
    },
    mspDir,
    ...signingFiles(mspDir),
    walletLabel: name,
    tls: tlsFiles(path.join(paths.userDir(name), 'tls'), 'client'),
  };
}

function describeChaincodes(consortium: Consortium): readonly ChaincodeDescription[] {
  return consortium.chaincodes.map((chaincode) => ({
    name: chaincode.name,
    version: chaincode.version,
    initRequired: chaincode.initRequired,
    channels: consortium.relationships.map((relationship) => ({
      channel: relationship.channel,
      endorsementPolicy: policyFor(relationship, chaincode.endorsementPolicy),
      endorsers: endorsersOf(relationship, chaincode).map(({ id }) => id),
      collections: chaincode.collections.map(({ policy, endorsementPolicy, ...rest }) => ({
        ...rest,
        policy: policyFor(relationship, policy),
        ...(endorsementPolicy === undefined
          ? {}
          : { endorsementPolicy: { signaturePolicy: policyFor(relationship, endorsementPolicy) } }),
      })),
    })),
  }));
}

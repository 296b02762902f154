import path from 'node:path';
import { walletEntry } from '../clients/wallet-entry.js';
import { createAuthority } from '../crypto/authority.js';
import type {
  NetworkDescription,
  OrderingDescription,
  OrganisationDescription,
  UserDescription,
} from '../description/schema.js';
import { organisationPaths } from '../layout/paths.js';
import {
  type Authorities,
  loadAuthorities,
  writeSigningMsp,
  writeTls,
  writeVerifyingMsp,
} from './msp-folder.js';
import { settleAll } from './settle.js';
import type { Staging } from './staging.js';

/** Writes what is missing of a member: all of it, or users that the consortium file has got since. */
export async function deriveMember(
  staging: Staging,
  network: NetworkDescription,
  member: OrganisationDescription,
) {
  const paths = organisationPaths(network.dataDir, 'peer', member.domain);
  const isNew = !staging.has(paths.dir);
  const authorities = isNew
    ? await newAuthorities(staging, member)
    : await loadAuthorities(member.domain, member.caDir, member.tlsCaDir);
  if (isNew) {
    staging.place(paths.dir);
    await settleAll([
      writeNode(staging, authorities, { ...member.peer, ou: 'peer' }),
      writeTls(staging, paths.gatewayTlsDir, {
        authorities,
        commonName: `gateway.${member.domain}`,
        use: 'node',
        hosts: [`gateway.${member.domain}`],
      }),
      writeChaincodeTls(staging, authorities, paths.chaincodeTlsDir),
    ]);
  }
  const missing = member.users.filter(({ name }) => isNew || !staging.has(paths.userDir(name)));
  await settleAll(
    missing.map(async (user) => {
      const credentials = await writeUser(staging, authorities, user);
      const walletFile = paths.walletFile(user.walletLabel);
      await staging.write(walletFile, walletEntry(member.mspId, credentials), 'private');
      staging.place(paths.userDir(user.name));
      staging.place(walletFile);
    }),
  );
}

/** Writes the ordering organisation unless it is there. */
export async function deriveOrdering(
  staging: Staging,
  network: NetworkDescription,
  ordering: OrderingDescription,
) {
  const paths = organisationPaths(network.dataDir, 'orderer', ordering.domain);
  if (staging.has(paths.dir)) {
    return;
  }
  staging.place(paths.dir);
  const authorities = await newAuthorities(staging, ordering);
  await settleAll([
    ...ordering.nodes.map((node) => writeNode(staging, authorities, { ...node, ou: 'orderer' })),
    ...ordering.users.map((user) => writeUser(staging, authorities, user)),
  ]);
}

async function newAuthorities(
  staging: Staging,
  { domain, caDir, tlsCaDir, mspDir }: OrganisationDescription | OrderingDescription,
): Promise<Authorities> {
  const [ca, tlsCa] = await Promise.all([createAuthority('ca', domain), createAuthority('tlsca', domain)]);
  await staging.write(path.join(caDir, 'ca-cert.pem'), ca.certificatePem);
  await staging.write(path.join(caDir, 'ca-key.pem'), ca.keyPem, 'private');
  await staging.write(path.join(tlsCaDir, 'tlsca-cert.pem'), tlsCa.certificatePem);
  await staging.write(path.join(tlsCaDir, 'tlsca-key.pem'), tlsCa.keyPem, 'private');
  const authorities = { domain, ca, tlsCa };
  await writeVerifyingMsp(staging, mspDir, authorities);
  return authorities;
}

interface NodeToWrite {
  readonly name: string;
  readonly ou: 'peer' | 'orderer';
  readonly mspDir: string;
  readonly tls: { readonly cert: string };
}

async function writeNode(staging: Staging, authorities: Authorities, { name, ou, mspDir, tls }: NodeToWrite) {
  await writeSigningMsp(staging, mspDir, { authorities, identity: { commonName: name, ou } });
  await writeTls(staging, path.dirname(tls.cert), {
    authorities,
    commonName: name,
    use: 'node',
    hosts: [name],
  });
}

async function writeUser(staging: Staging, authorities: Authorities, user: UserDescription) {
  const commonName = `${user.name}@${authorities.domain}`;
  await writeTls(staging, path.dirname(user.tls.cert), { authorities, commonName, use: 'client' });
  return writeSigningMsp(staging, user.mspDir, {
    authorities,
    identity: { commonName, ou: user.ou, attributes: user.attributes },
  });
}

/** A pair for the chaincode services, and one for the peer that connects to them. */
async function writeChaincodeTls(staging: Staging, authorities: Authorities, dir: string) {
  const name = `chaincode.${authorities.domain}`;
  await writeTls(staging, dir, { authorities, commonName: name, use: 'node', hosts: [name] });
  await writeTls(
    staging,
    dir,
    { authorities, commonName: `peer0.${authorities.domain}`, use: 'client' },
    'root-is-there',
  );
}

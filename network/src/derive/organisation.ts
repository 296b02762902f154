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
    await writeNode(staging, authorities, { ...member.peer, ou: 'peer' });
    await writeTls(staging, paths.gatewayTlsDir, {
      authorities,
      commonName: `gateway.${member.domain}`,
      use: 'node',
      hosts: [`gateway.${member.domain}`],
    });
    await writeChaincodeTls(staging, authorities, paths.chaincodeTlsDir);
  }
  for (const user of member.users) {
    const userDir = paths.userDir(user.name);
    if (isNew || !staging.has(userDir)) {
      const credentials = await writeUser(staging, authorities, user);
      await staging.write(
        paths.walletFile(user.walletLabel),
        walletEntry(member.mspId, credentials),
        'private',
      );
      if (!isNew) {
        staging.place(userDir);
        staging.place(paths.walletFile(user.walletLabel));
      }
    }
  }
}

/** Writes the ordering organisation, or the nodes that the consortium file has got since. */
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
  for (const node of ordering.nodes) {
    await writeNode(staging, authorities, { ...node, ou: 'orderer' });
  }
  for (const user of ordering.users) {
    await writeUser(staging, authorities, user);
  }
}

async function newAuthorities(
  staging: Staging,
  { domain, caDir, tlsCaDir, mspDir }: OrganisationDescription | OrderingDescription,
): Promise<Authorities> {
  const ca = await createAuthority('ca', domain);
  const tlsCa = await createAuthority('tlsca', domain);
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

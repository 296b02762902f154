import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { msp } from '@hyperledger/fabric-protos';
import { parse } from 'yaml';
import { z } from 'zod';
import { IdentityError } from './identity-error.js';

const OuIdentifier = z.object({
  Certificate: z.string().nullish(),
  OrganizationalUnitIdentifier: z.string().nullish(),
});
const NodeOus = z.object({
  Enable: z.boolean().nullish(),
  ClientOUIdentifier: OuIdentifier.nullish(),
  PeerOUIdentifier: OuIdentifier.nullish(),
  AdminOUIdentifier: OuIdentifier.nullish(),
  OrdererOUIdentifier: OuIdentifier.nullish(),
});
const Configuration = z
  .object({ OrganizationalUnitIdentifiers: z.array(OuIdentifier).nullish(), NodeOUs: NodeOus.nullish() })
  .nullish();

/**
 * The MSP that a directory in Fabric's layout describes (cacerts, tlscacerts, config.yaml, ...), without its signer.
 *
 * Throws IdentityError naming the directory if it holds no CA certificate or its config.yaml cannot be read.
 */
export function mspConfigFromDirectory(dir: string, mspId: string): msp.MSPConfig {
  const roots = pemFiles(join(dir, 'cacerts'));
  if (roots.length === 0) {
    throw new IdentityError(`could not load a valid ca certificate from directory ${join(dir, 'cacerts')}`);
  }
  const tlsRoots = pemFiles(join(dir, 'tlscacerts'));
  const fabric = new msp.FabricMSPConfig();
  fabric.setName(mspId);
  fabric.setRootCertsList(roots);
  fabric.setIntermediateCertsList(pemFiles(join(dir, 'intermediatecerts')));
  fabric.setAdminsList(pemFiles(join(dir, 'admincerts')));
  fabric.setRevocationListList(pemFiles(join(dir, 'crls')));
  fabric.setTlsRootCertsList(tlsRoots);
  if (tlsRoots.length > 0) fabric.setTlsIntermediateCertsList(pemFiles(join(dir, 'tlsintermediatecerts')));
  const crypto = new msp.FabricCryptoConfig();
  crypto.setSignatureHashFamily('SHA2');
  crypto.setIdentityIdentifierHashFunction('SHA256');
  fabric.setCryptoConfig(crypto);
  applyConfiguration(fabric, dir);

  const config = new msp.MSPConfig();
  config.setType(0);
  config.setConfig(fabric.serializeBinary());
  return config;
}

/** PEM files of a folder in the order of their names; none if there is no such folder. */
export function pemFiles(dir: string): Uint8Array[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .sort()
    .map((name) => join(dir, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file))
    .filter((content) => content.includes('-----BEGIN '));
}

function applyConfiguration(fabric: msp.FabricMSPConfig, dir: string): void {
  const file = join(dir, 'config.yaml');
  if (!existsSync(file)) return;
  const parsed = Configuration.safeParse(parse(readFileSync(file, 'utf8')));
  if (!parsed.success) {
    throw new IdentityError(`failed unmarshalling configuration file at [${file}]: ${parsed.error.message}`);
  }
  const { OrganizationalUnitIdentifiers: units, NodeOUs: nodeOus } = parsed.data ?? {};
  fabric.setOrganizationalUnitIdentifiersList(
    (units ?? []).map((unit) => {
      if (!unit.Certificate) {
        throw new IdentityError(
          `failed loading OrganizationalUnit certificate at [${dir}]: no Certificate is named`,
        );
      }
      return ouIdentifier(dir, unit) ?? new msp.FabricOUIdentifier();
    }),
  );
  if (!nodeOus?.Enable) return;
  const ous = new msp.FabricNodeOUs();
  ous.setEnable(true);
  ous.setClientOuIdentifier(ouIdentifier(dir, nodeOus.ClientOUIdentifier));
  ous.setPeerOuIdentifier(ouIdentifier(dir, nodeOus.PeerOUIdentifier));
  ous.setAdminOuIdentifier(ouIdentifier(dir, nodeOus.AdminOUIdentifier));
  ous.setOrdererOuIdentifier(ouIdentifier(dir, nodeOus.OrdererOUIdentifier));
  fabric.setFabricNodeOus(ous);
}

function ouIdentifier(
  dir: string,
  unit: z.infer<typeof OuIdentifier> | null | undefined,
): msp.FabricOUIdentifier | undefined {
  if (!unit?.OrganizationalUnitIdentifier) return undefined;
  const identifier = new msp.FabricOUIdentifier();
  identifier.setOrganizationalUnitIdentifier(unit.OrganizationalUnitIdentifier);
  if (unit.Certificate) identifier.setCertificate(readFileSync(join(dir, unit.Certificate)));
  return identifier;
}

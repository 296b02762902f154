import { readFile } from 'node:fs/promises';
import type { OrganisationDescription } from '@sanfang/network';
import { type ChaincodePackage, servicePackage } from '../lifecycle/chaincode-package.js';

/** The package by which an organisation's peer reaches its own service of the chaincode: mutual TLS on this machine. */
export async function ownServicePackage(
  name: string,
  organisation: OrganisationDescription,
  port: number,
): Promise<ChaincodePackage> {
  const { clientTls, serverTls } = organisation.chaincode;
  const [root, certificate, key] = await Promise.all([
    readFile(serverTls.ca, 'utf8'),
    readFile(clientTls.cert, 'utf8'),
    readFile(clientTls.key, 'utf8'),
  ]);
  return servicePackage(name, {
    address: `localhost:${port}`,
    dial_timeout: '10s',
    tls_required: true,
    client_auth_required: true,
    root_cert: root,
    client_cert: certificate,
    client_key: key,
    domain: 'localhost',
  });
}

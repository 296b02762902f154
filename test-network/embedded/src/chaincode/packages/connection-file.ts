import { z } from 'zod';
import { parseGoDuration } from './go-duration.js';

/** How to reach a chaincode that runs as a service. */
export interface ServerConnection {
  /** `host:port` */
  readonly address: string;
  readonly dialTimeoutMs: number;
  readonly tls?: ServerTls;
}

export interface ServerTls {
  /** PEM. */
  readonly rootCertificate: string;
  readonly client?: { readonly key: string; readonly certificate: string; readonly serverName: string };
}

/** Fabric waits this long for a service when the file does not say. */
const DIAL_TIMEOUT_MS = 3000;

const ConnectionFile = z.object({
  address: z.string().default(''),
  domain: z.string().default(''),
  dial_timeout: z.union([z.string(), z.number()]).default(''),
  tls_required: z.boolean().default(false),
  client_auth_required: z.boolean().default(false),
  client_key: z.string().default(''),
  client_cert: z.string().default(''),
  root_cert: z.string().default(''),
});

/** Reads the connection.json of a package of type `ccaas`. @throws Error with a sentence */
export function parseConnectionFile(text: string): ServerConnection {
  const file = ConnectionFile.parse(JSON.parse(text));
  if (file.address === '') {
    throw new Error('chaincode address not provided');
  }
  const dialTimeoutMs =
    file.dial_timeout === '' ? DIAL_TIMEOUT_MS : parseGoDuration(file.dial_timeout) || DIAL_TIMEOUT_MS;
  const connection = { address: file.address, dialTimeoutMs };
  if (!file.tls_required) {
    return connection;
  }
  if (file.client_auth_required && file.client_key === '') {
    throw new Error('chaincode tls key not provided');
  }
  if (file.client_auth_required && file.client_cert === '') {
    throw new Error('chaincode tls cert not provided');
  }
  if (file.root_cert === '') {
    throw new Error('chaincode tls root cert not provided');
  }
  const client = { key: file.client_key, certificate: file.client_cert, serverName: file.domain };
  return {
    ...connection,
    tls: { rootCertificate: file.root_cert, ...(file.client_auth_required ? { client } : {}) },
  };
}

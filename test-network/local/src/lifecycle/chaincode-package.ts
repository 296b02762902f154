import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** An installable chaincode package and the id that every peer derives from its bytes. */
export interface ChaincodePackage {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** How a peer reaches a chaincode service; the fields of connection.json. Certificates and key are PEM text. */
export interface ServiceConnection {
  readonly address: string;
  readonly dial_timeout: string;
  readonly tls_required: boolean;
  readonly client_auth_required?: boolean;
  readonly root_cert?: string;
  readonly client_cert?: string;
  readonly client_key?: string;
  /** The name that the service's certificate is checked against, if it is not the address's. */
  readonly domain?: string;
}

/** A package for chaincode that runs as a service of its own. */
export function servicePackage(label: string, connection: ServiceConnection): Promise<ChaincodePackage> {
  return chaincodePackage({ type: 'ccaas', label }, { 'connection.json': JSON.stringify(connection) });
}

/** A package that points at a folder of this machine; the embedded network runs it from there. */
export function folderPackage(label: string, folder: string): Promise<ChaincodePackage> {
  return chaincodePackage({ type: 'folder', label }, { 'folder.json': JSON.stringify({ path: folder }) });
}

/** The same input makes the same bytes, so that an unchanged chaincode is recognised as installed. */
async function chaincodePackage(
  metadata: { readonly type: string; readonly label: string },
  files: Readonly<Record<string, string>>,
): Promise<ChaincodePackage> {
  const code = await tarGz(files);
  const bytes = await tarGz({ 'metadata.json': JSON.stringify(metadata), 'code.tar.gz': code });
  return { id: `${metadata.label}:${createHash('sha256').update(bytes).digest('hex')}`, bytes };
}

async function tarGz(files: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) {
    archive.entry({ name, mode: 0o600, mtime: new Date(0) }, Buffer.from(content));
  }
  archive.finalize();
  const parts: Buffer[] = [];
  for await (const part of archive as AsyncIterable<Buffer>) {
    parts.push(part);
  }
  return gzipSync(Buffer.concat(parts));
}

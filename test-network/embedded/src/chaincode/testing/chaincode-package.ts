import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** The folder of a chaincode that makes every call of the shim; see its index.js. */
export const FIXTURE_FOLDER = fileURLToPath(new URL('./fixtures/contract', import.meta.url)).replace(
  '/dist/',
  '/src/',
);

/** An install package as the lifecycle tools make it. */
export async function chaincodePackage(options: {
  readonly label: string;
  readonly type: string;
  readonly files: Readonly<Record<string, string>>;
}): Promise<Uint8Array> {
  const { label, type, files } = options;
  const code = await tarGz(files);
  return tarGz({ 'metadata.json': JSON.stringify({ path: '', type, label }), 'code.tar.gz': code });
}

/** A package of the fixture's folder, run from where it is. */
export function fixturePackage(label: string, folder = FIXTURE_FOLDER): Promise<Uint8Array> {
  return chaincodePackage({
    label,
    type: 'folder',
    files: { 'folder.json': JSON.stringify({ path: folder }) },
  });
}

async function tarGz(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) {
    archive.entry({ name, mtime: new Date(0) }, content);
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) {
    chunks.push(chunk as Buffer);
  }
  return gzipSync(Buffer.concat(chunks));
}

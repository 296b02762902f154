import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { z } from 'zod';
import { textOf } from '../error-text.js';

const Metadata = z.object({ type: z.string(), label: z.string(), path: z.string().default('') });
export type PackageMetadata = z.infer<typeof Metadata>;

export interface ChaincodePackage {
  readonly packageId: string;
  readonly metadata: PackageMetadata;
  /** The code.tar.gz inside. */
  readonly code: Uint8Array;
}

export interface TarFile {
  readonly name: string;
  readonly mode: number;
  readonly content: Buffer;
}

/** Reads an install package (tar.gz of metadata.json and code.tar.gz). @throws Error with Fabric's words */
export async function parsePackage(bytes: Uint8Array): Promise<ChaincodePackage> {
  let metadata: PackageMetadata | undefined;
  let code: Buffer | undefined;
  for (const file of await readTarGz(bytes)) {
    if (file.name === 'metadata.json') {
      metadata = parseMetadata(file.content);
    } else if (file.name === 'code.tar.gz') {
      code = file.content;
    }
  }
  if (code === undefined) {
    throw new Error('did not find a code package inside the package');
  }
  if (metadata === undefined) {
    throw new Error('did not find any package metadata (missing metadata.json)');
  }
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.+-]*$/.test(metadata.label)) {
    throw new Error(
      `invalid label '${metadata.label}'. Label must be non-empty, can only consist of alphanumerics, symbols from '.+-_', and can only begin with alphanumerics`,
    );
  }
  const hash = createHash('sha256').update(bytes).digest('hex');
  return { packageId: `${metadata.label}:${hash}`, metadata, code };
}

function parseMetadata(content: Buffer): PackageMetadata {
  try {
    return Metadata.parse(JSON.parse(content.toString('utf8')));
  } catch (error) {
    const reason = textOf(error);
    throw new Error(`could not unmarshal metadata.json as json: ${reason}`);
  }
}

/** The regular files of a tar.gz. @throws Error for anything else in it, as Fabric's peer does */
export async function readTarGz(bytes: Uint8Array): Promise<readonly TarFile[]> {
  const tar = gunzip(bytes);
  const files: TarFile[] = [];
  const extractor = extract();
  extractor.end(tar);
  for await (const entry of extractor) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) {
      chunks.push(chunk as Buffer);
    }
    const { name, type, mode } = entry.header;
    if (type === 'directory') {
      continue;
    }
    if (type !== 'file') {
      throw new Error(`tar entry ${name} is not a regular file, type ${type ?? 'unknown'}`);
    }
    files.push({ name, mode: mode ?? 0o644, content: Buffer.concat(chunks) });
  }
  return files;
}

/** Length of what every gzip file begins with. */
const GZIP_HEADER = 10;

function gunzip(bytes: Uint8Array): Buffer {
  let problem: string | undefined;
  if (bytes.length < GZIP_HEADER) {
    problem = bytes.length === 0 ? 'EOF' : 'unexpected EOF';
  } else if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) {
    problem = 'gzip: invalid header';
  }
  if (problem !== undefined) {
    throw new Error(`error reading as gzip stream: ${problem}`);
  }
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw new Error(`error reading as gzip stream: ${textOf(error)}`);
  }
}

import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { folderPackage, servicePackage } from './chaincode-package.js';

async function unpack(bytes: Uint8Array): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const archive = extract();
  archive.end(gunzipSync(bytes));
  for await (const entry of archive) {
    const parts: Buffer[] = [];
    for await (const part of entry as AsyncIterable<Buffer>) {
      parts.push(part);
    }
    files.set(entry.header.name, Buffer.concat(parts));
  }
  return files;
}

const connection = { address: 'localhost:9999', dial_timeout: '10s', tls_required: false };

describe('a chaincode package', () => {
  it('is the standard archive: metadata.json, and the code in an archive of its own', async () => {
    const outer = await unpack((await servicePackage('basic', connection)).bytes);

    expect([...outer.keys()]).toEqual(['metadata.json', 'code.tar.gz']);
    expect(JSON.parse(String(outer.get('metadata.json')))).toEqual({ type: 'ccaas', label: 'basic' });
    const inner = await unpack(outer.get('code.tar.gz') ?? Buffer.alloc(0));
    expect(JSON.parse(String(inner.get('connection.json')))).toEqual(connection);
  });

  it('is the same to the byte for the same input, so that a peer recognises what it has installed', async () => {
    const first = await servicePackage('basic', connection);
    const second = await servicePackage('basic', connection);

    expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
    expect(first.id).toBe(second.id);
  });

  it('has the id that a peer derives: its label and the digest of its bytes', async () => {
    const { id, bytes } = await servicePackage('basic', connection);

    expect(id).toBe(`basic:${createHash('sha256').update(bytes).digest('hex')}`);
  });

  it('can point at a folder of this machine', async () => {
    const outer = await unpack((await folderPackage('basic', '/chaincode/basic')).bytes);
    const inner = await unpack(outer.get('code.tar.gz') ?? Buffer.alloc(0));

    expect(JSON.parse(String(outer.get('metadata.json')))).toEqual({ type: 'folder', label: 'basic' });
    expect(JSON.parse(String(inner.get('folder.json')))).toEqual({ path: '/chaincode/basic' });
  });
});

import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const BIN = fileURLToPath(new URL('../external-builder/bin', import.meta.url));

describe('the external builder that peers call', () => {
  let dir: string;
  const at = (...parts: readonly string[]) => path.join(dir, ...parts);
  const run = (script: string, ...args: readonly string[]) =>
    spawnSync(path.join(BIN, script), args, { encoding: 'utf8' });

  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'sanfang-builder-'));
    for (const name of ['source', 'metadata', 'output', 'release']) {
      await mkdir(at(name));
    }
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('takes packages of chaincode services, and no others', async () => {
    await writeFile(at('metadata', 'metadata.json'), '{"type":"ccaas","label":"basic"}');
    expect(run('detect', at('source'), at('metadata')).status).toBe(0);

    await writeFile(at('metadata', 'metadata.json'), '{"type":"node","label":"ccaas"}');
    expect(run('detect', at('source'), at('metadata')).status).not.toBe(0);
  });

  it('hands the peer how to reach the service, readable by its owner only, and index definitions', async () => {
    await writeFile(at('source', 'connection.json'), '{"address":"localhost:1"}');
    await mkdir(at('source', 'META-INF', 'statedb', 'couchdb'), { recursive: true });
    await writeFile(at('source', 'META-INF', 'statedb', 'couchdb', 'index.json'), '{}');

    expect(run('build', at('source'), at('metadata'), at('output')).status).toBe(0);
    expect(run('release', at('output'), at('release')).status).toBe(0);

    const released = at('release', 'chaincode', 'server', 'connection.json');
    expect(await readFile(released, 'utf8')).toBe('{"address":"localhost:1"}');
    expect((await stat(released)).mode & 0o077).toBe(0);
    expect(await readFile(at('release', 'statedb', 'couchdb', 'index.json'), 'utf8')).toBe('{}');
  });

  it('says what is wrong with a package that does not say where its service is', () => {
    const built = run('build', at('source'), at('metadata'), at('output'));

    expect(built.status).not.toBe(0);
    expect(built.stderr).toContain('holds no connection.json');
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findDockerEngine } from './engine.js';

describe('looking for a Docker engine', () => {
  let bin: string;
  beforeEach(async () => {
    bin = await mkdtemp(path.join(tmpdir(), 'sanfang-docker-'));
  });
  afterEach(() => rm(bin, { recursive: true, force: true }));

  const docker = (script: string) =>
    writeFile(path.join(bin, 'docker'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

  it('says so when the command is not installed', async () => {
    expect(await findDockerEngine({ PATH: bin })).toEqual({
      found: false,
      message: 'No Docker engine with Compose answers here (the docker command is not installed).',
    });
  });

  it('says what the command says when no engine answers', async () => {
    await docker('echo "Cannot connect to the Docker daemon" >&2; exit 1');

    expect(await findDockerEngine({ PATH: bin })).toMatchObject({
      found: false,
      message: expect.stringContaining('Cannot connect to the Docker daemon'),
    });
  });

  it("answers the engine's version when there is one", async () => {
    await docker('echo 29.0.1');

    expect(await findDockerEngine({ PATH: bin })).toEqual({ found: true, version: '29.0.1' });
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DeploymentRecord, DeploymentRecords } from './deployment-record.js';

describe('the record of deployments', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'sanfang-records-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  it('is empty in a fresh data folder', async () => {
    expect(await new DeploymentRecords(dataDir).all()).toEqual([]);
    expect(await new DeploymentRecords(dataDir).read('basic')).toBeUndefined();
  });

  it('gives back what was written, the last of each name', async () => {
    const record: DeploymentRecord = {
      name: 'basic',
      source: { kind: 'address', address: 'localhost:9999' },
      services: { 'bank-a': { packageId: 'basic:1', port: 7060 } },
      channels: {},
    };
    const records = new DeploymentRecords(dataDir);
    await records.write({ ...record, services: {} });
    await records.write(record);

    expect(await new DeploymentRecords(dataDir).all()).toEqual([record]);
  });
});

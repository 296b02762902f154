import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFabricBinaries, isProfile, type ProfileName, up } from '@sanfang/local-network';
import type { TestProject } from 'vitest/node';
import { useNetwork } from '../network/consortium.js';
import { prepareChaincodes } from './chaincodes.js';
import type { Generation } from './provided.js';
import { CHAINCODE_LIMIT_MS } from './provided.js';

/** The step `crash` ends its process with this code; every other end is news. */
const INTENDED_EXIT = 'exit code 17';

function reportUnintended(report: string): void {
  if (!report.includes(INTENDED_EXIT)) {
    console.error(report);
  }
}

async function generationOf(profile: ProfileName): Promise<Generation> {
  const search = profile === 'native' ? await findFabricBinaries({ env: process.env }) : undefined;
  return search?.found && search.binaries.version.startsWith('2.5') ? '2.5' : '3';
}

/** Brings a fresh network of the profile in SANFANG_PROFILE up, and takes it away when all cases have run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const profile = process.env.SANFANG_PROFILE ?? 'embedded';
  if (!isProfile(profile)) {
    throw new Error(`SANFANG_PROFILE is "${profile}", which is no profile of the local network.`);
  }
  const dataDir = await mkdtemp(join(tmpdir(), `sanfang-conformance-${profile}-`));
  const running = await up({
    profile,
    dataDir,
    ports: 'free',
    batchTimeoutMs: 20,
    chaincodeExecuteTimeoutMs: CHAINCODE_LIMIT_MS,
    onCrash: reportUnintended,
  });
  const takeAway = async () => {
    await running.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    useNetwork(running.description);
    const packages = await prepareChaincodes(running);
    project.provide('conformance', { dataDir, profile, generation: await generationOf(profile), packages });
  } catch (error) {
    await takeAway();
    throw error;
  }
  return takeAway;
}

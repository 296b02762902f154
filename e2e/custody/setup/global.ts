import path from 'node:path';
import { upLedger } from '@sanfang/consortium';
import { isProfile } from '@sanfang/local-network';
import type { TestProject } from 'vitest/node';
import { temporaryFolder } from '../../support/command.js';
import { copyChaincode } from './chaincode-copy.js';
import './provided.js';

/** A Monday, and the business day of all cases. */
const FIRST_DAY = '2026-07-06';

/** Brings up a ledger of the profile in SANFANG_PROFILE, founded and signed in, and takes it away at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const profile = process.env.SANFANG_PROFILE ?? 'embedded';
  if (!isProfile(profile)) throw new Error(`SANFANG_PROFILE ${profile} is no profile.`);
  const { folder, remove } = temporaryFolder(`custody-${profile}`);
  const chaincodeFolder = path.join(folder, 'chaincode');
  const dataDir = path.join(folder, 'data');
  try {
    await copyChaincode(chaincodeFolder);
    const network = await upLedger({
      profile,
      dataDir,
      ports: 'free',
      businessDate: FIRST_DAY,
      chaincodeFolders: { custody: chaincodeFolder },
      onCrash: (report) => console.error(report),
    });
    project.provide('custody', { dataDir, chaincodeFolder });
    return async () => {
      await network.stop();
      remove();
    };
  } catch (error) {
    remove();
    throw error;
  }
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contract, Network } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';
import { type ChainFacts, ChainWalk } from './chain.js';
import { secretOf, type ValidReport } from './reports.js';

/** Reads the channel from block 0 to its present end and says what it holds. */
export async function walkChain(network: Network): Promise<ChainFacts> {
  const walk = new ChainWalk();
  const height = await currentHeight(network);
  const blocks = await network.getBlockEvents({ startBlock: 0n });
  try {
    for await (const block of blocks) {
      walk.add(block);
      if (walk.facts().height >= height) break;
    }
  } finally {
    blocks.close();
  }
  return walk.facts();
}

async function currentHeight(network: Network): Promise<number> {
  const answer = await network.getContract('qscc').evaluateTransaction('GetChainInfo', network.getName());
  return common.BlockchainInfo.deserializeBinary(answer).getHeight();
}

/** Reports that the ledger does not bear out, one sentence each. */
export function missingReports(facts: ChainFacts, reports: readonly ValidReport[]): string[] {
  return reports
    .filter(({ txId }) => !facts.valid.has(txId))
    .map(({ txId, kind }) => `The ${kind} transaction ${txId} was reported VALID and is not in the chain.`);
}

/** Reads what each reported transaction wrote, private data included, from the broker's own peer. */
export async function unreadableReports(
  contract: Contract,
  reports: readonly ValidReport[],
): Promise<string[]> {
  const faults: string[] = [];
  const decoder = new TextDecoder();
  for (const { id, txId, kind } of reports) {
    const read = kind === 'public' ? 'Read' : 'Reveal';
    const expected = kind === 'public' ? txId : secretOf(id);
    const found = decoder.decode(await contract.evaluateTransaction(read, id));
    if (found !== expected) faults.push(`${read} of ${id} answers "${found}" and not "${expected}".`);
  }
  return faults;
}

/** Files below `dir`, outside `exceptBelow`, in which a secret's plain text can be read. */
export async function filesWithSecrets(dir: string, mayHold: (path: string) => boolean): Promise<string[]> {
  const marker = Buffer.from(secretOf(''));
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || mayHold(path)) continue;
    if ((await readFile(path)).includes(marker)) found.push(path);
  }
  return found;
}

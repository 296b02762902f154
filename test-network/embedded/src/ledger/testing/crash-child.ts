import { TestChannel } from './test-channel.js';
import { loadTestNetwork } from './test-network.js';

/** What the process says it has committed, at the moment when a client would hear of it. */
export interface CommittedReport {
  readonly height: number;
  /** Keys written, each in public state and in private collection `ab`. */
  readonly keys: readonly string[];
}

const TRANSACTIONS_A_BLOCK = 5;

/** Commits one block after another to the network in the folder named by its argument, until it is killed. */
async function commitForEver(dir: string): Promise<never> {
  const channel = await TestChannel.open(await loadTestNetwork(dir));
  if (channel.ledger.definition('cc') === undefined) {
    await channel.define({
      name: 'cc',
      policy: "OR('AMSP.peer')",
      collections: [{ name: 'ab', members: "OR('AMSP.member','BMSP.member')" }],
    });
  }
  for (;;) {
    const keys = Array.from({ length: TRANSACTIONS_A_BLOCK }, (_, tx) => `${channel.ledger.height}-${tx}`);
    const endorsed = await Promise.all(
      keys.map((key) =>
        channel.endorse(
          (sim) => {
            sim.putState('cc', key, Buffer.from(key));
            sim.putPrivateData('cc', 'ab', key, Buffer.from(key));
          },
          { endorsers: ['AMSP'] },
        ),
      ),
    );
    await channel.commit(...endorsed);
    const report: CommittedReport = { height: channel.ledger.height, keys };
    process.send?.(report);
  }
}

await commitForEver(process.argv[2] ?? '');

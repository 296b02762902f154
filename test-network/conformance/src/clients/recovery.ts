import type { MemberId } from '../network/consortium.js';
import { control } from '../network/control.js';
import { unique } from '../network/unique.js';
import { untilDone } from '../network/waiting.js';
import { contractOf } from './gateways.js';
import { submit } from './steps.js';

/** Waits until a transaction that needs everybody is committed again, through the gateways named. */
export async function allWorkAgain(ids: readonly MemberId[] = ['bank-a', 'broker-x']): Promise<void> {
  for (const id of ids) {
    await untilDone(() => submit(contractOf(id), [['putState', unique('again'), 'x']]));
  }
}

/** Leaves the network as the next cases expect it, whatever became of the one before. */
export async function startAgain(name: string): Promise<void> {
  const running = await control();
  const node = (await running.status()).find((candidate) => candidate.name === name);
  if (node?.state !== 'running') {
    await running.startNode(name);
  }
  await allWorkAgain();
}

import { accountWith } from './accounts.js';
import { control, type MemberId } from './network.js';
import { untilDone } from './waiting.js';

export async function kill(id: MemberId): Promise<void> {
  await (await control()).killNode(id);
}

/** Brings a member's peer back where it is not there, and waits until what needs everybody is committed again. */
export async function bringBack(id: MemberId): Promise<void> {
  const running = await control();
  const node = (await running.status()).find(({ name }) => name === id);
  if (node?.state !== 'running') await running.startNode(id);
  await untilDone(() => accountWith(100));
}

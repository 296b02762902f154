import type { MemberId } from '../network/consortium.js';
import { approve, commit, type Definition } from './definitions.js';
import { untilApproved, untilDiscovered } from './settled.js';

/** Approves by bank and broker and commits: when this returns, every one of their gateways can use the chaincode. */
export async function define(
  definition: Definition,
  packageIds: Readonly<Partial<Record<MemberId, string>>>,
): Promise<void> {
  const ids = Object.keys(packageIds) as MemberId[];
  const [first, ...others] = ids;
  if (first === undefined) {
    throw new Error(`Nobody is to approve ${definition.name}.`);
  }
  await Promise.all(ids.map((id) => approve(id, definition, packageIds[id])));
  await untilApproved(ids, definition);
  await commit([first, ...others], definition);
  await untilDiscovered(ids, definition);
}

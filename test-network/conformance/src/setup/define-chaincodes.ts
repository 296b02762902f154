import { type Definition, define } from '../lifecycle/definitions.js';
import { allOf, anyOf, collection, outOf, peerOf, signaturePolicy } from '../lifecycle/policies.js';
import { BANK_BROKER_X, BANK_BROKER_Y, type MemberId, mspIdOf } from '../network/consortium.js';
import { rawProposal, submitRaw } from '../raw/submit.js';
import type { PackageIds, Provided } from './provided.js';

const only = (ids: PackageIds, ...wanted: readonly MemberId[]): PackageIds =>
  Object.fromEntries(wanted.map((id) => [id, ids[id]]));

/** The collections of chaincode `steps` between bank A and broker X. */
function collections() {
  const [bank, broker, regulator] = [mspIdOf('bank-a'), mspIdOf('broker-x'), mspIdOf('regulator')];
  return [
    collection({ name: 'shared', members: [bank, broker] }),
    collection({ name: 'everyone', members: [bank, broker, regulator] }),
    collection({ name: 'broker-books', members: [broker, regulator], endorsement: peerOf(broker) }),
    collection({ name: 'bank-files', members: [bank], endorsement: peerOf(bank) }),
    collection({ name: 'bank-board', members: [bank], memberOnlyRead: false, memberOnlyWrite: false }),
    collection({ name: 'short-lived', members: [bank, broker], blockToLive: 2 }),
    collection({ name: 'two-copies', members: [broker, regulator], requiredPeerCount: 1 }),
  ];
}

/**
 * Defines the chaincodes that the cases share. One package serves many definitions: they differ in
 * name, policy and collections only.
 */
export async function defineChaincodes({
  steps,
  'low-level': lowLevel,
}: Provided['packages']): Promise<void> {
  const [bank, brokerX, brokerY, regulator] = (['bank-a', 'broker-x', 'broker-y', 'regulator'] as const)
    .map(mspIdOf)
    .map(peerOf) as [
    ReturnType<typeof peerOf>,
    ReturnType<typeof peerOf>,
    ReturnType<typeof peerOf>,
    ReturnType<typeof peerOf>,
  ];
  const onX = { channel: BANK_BROKER_X };
  const both = only(steps, 'bank-a', 'broker-x');
  const all = only(steps, 'bank-a', 'broker-x', 'regulator');
  const definitions: [Definition, PackageIds][] = [
    [
      { ...onX, name: 'steps', policy: signaturePolicy(allOf(bank, brokerX)), collections: collections() },
      both,
    ],
    [{ ...onX, name: 'either', policy: signaturePolicy(anyOf(bank, brokerX)) }, both],
    [{ ...onX, name: 'two-of-three', policy: signaturePolicy(outOf(2, bank, brokerX, regulator)) }, all],
    [{ ...onX, name: 'broker-only', policy: signaturePolicy(brokerX) }, both],
    [{ ...onX, name: 'channel-policy' }, both],
    [
      { ...onX, name: 'low-level', policy: signaturePolicy(allOf(bank, brokerX)), initRequired: true },
      only(lowLevel, 'bank-a', 'broker-x'),
    ],
    [
      { channel: BANK_BROKER_Y, name: 'steps', policy: signaturePolicy(allOf(bank, brokerY)) },
      only(steps, 'bank-a', 'broker-y'),
    ],
  ];
  await Promise.all(definitions.map(([definition, packageIds]) => define(definition, packageIds)));
  await initialise('low-level', ['first']);
}

/** Calls a chaincode's Init, which a gateway client cannot. */
async function initialise(chaincode: string, args: readonly string[]): Promise<void> {
  const code = await submitRaw(['bank-a', 'broker-x'], rawProposal({ chaincode, args, isInit: true }));
  if (code !== 'VALID') {
    throw new Error(`Init of ${chaincode} was committed as ${code}.`);
  }
}

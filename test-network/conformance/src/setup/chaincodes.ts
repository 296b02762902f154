import { fileURLToPath } from 'node:url';
import type { DeploySpec, LocalNetwork } from '@sanfang/local-network';
import { define } from '../lifecycle/define.js';
import { BANK_BROKER_X, BANK_BROKER_Y, type MemberId } from '../network/consortium.js';
import { rawProposal, submitRaw } from '../raw/submit.js';
import type { PackageIds, PackageName, Provided } from './provided.js';

const folder = (name: string) => fileURLToPath(new URL(`../../chaincode/${name}`, import.meta.url));

const closed = { requiredPeerCount: 0, maxPeerCount: 1, memberOnlyRead: true, memberOnlyWrite: true };
const BANK_AND_BROKER = "OR('{bank}.member','{broker}.member')";
const BROKER_AND_REGULATOR = "OR('{broker}.member','{regulator}.member')";

/** Chaincode that runs as packages of its own, put on the network as any developer would. */
const DEPLOYED: readonly (DeploySpec & { readonly name: PackageName })[] = [
  {
    name: 'steps',
    chaincode: folder('steps'),
    channels: [BANK_BROKER_X, BANK_BROKER_Y],
    policy: "AND('{bank}.peer','{broker}.peer')",
    collections: [
      { ...closed, name: 'shared', policy: BANK_AND_BROKER, blockToLive: 0 },
      { ...closed, name: 'short-lived', policy: BANK_AND_BROKER, blockToLive: 2 },
      {
        ...closed,
        name: 'broker-books',
        policy: BROKER_AND_REGULATOR,
        blockToLive: 0,
        endorsementPolicy: { signaturePolicy: "OR('{broker}.peer')" },
      },
      {
        ...closed,
        name: 'bank-board',
        policy: "OR('{bank}.member')",
        blockToLive: 0,
        memberOnlyRead: false,
        memberOnlyWrite: false,
      },
    ],
  },
  {
    name: 'two-of-three',
    chaincode: folder('steps'),
    channels: [BANK_BROKER_X],
    policy: "OutOf(2,'{bank}.peer','{broker}.peer','{regulator}.peer')",
  },
  {
    name: 'low-level',
    chaincode: folder('low-level'),
    channels: [BANK_BROKER_X],
    policy: "AND('{bank}.peer','{broker}.peer')",
    initRequired: true,
  },
];

/** More names for the package of `steps`: they differ in policy only. */
const DEFINED = [
  { name: 'either', policy: "OR('BankAMSP.peer','BrokerXMSP.peer')" },
  { name: 'broker-only', policy: "OR('BrokerXMSP.peer')" },
  { name: 'bank-and-either', policy: "AND('BankAMSP.peer',OR('BrokerXMSP.peer','RegulatorMSP.peer'))" },
  { name: 'bank-and-regulator', policy: "AND('BankAMSP.peer','RegulatorMSP.peer')" },
  { name: 'bank-client', policy: "OR('BankAMSP.client')" },
  { name: 'channel-policy' },
];

/** Puts the chaincodes that the cases share on the network, and answers their packages. */
export async function prepareChaincodes(running: LocalNetwork): Promise<Provided['packages']> {
  const packages: Record<PackageName, PackageIds> = { steps: {}, 'two-of-three': {}, 'low-level': {} };
  for (const spec of DEPLOYED) {
    const deployed = await running.deploy(spec);
    packages[spec.name] = Object.fromEntries(
      deployed.packages.map(({ organisation, packageId }) => [organisation, packageId]),
    );
  }
  const both = only(packages.steps, 'bank-a', 'broker-x');
  await Promise.all([
    ...DEFINED.map((definition) => define({ ...definition, channel: BANK_BROKER_X }, both)),
    initialise('low-level', ['first']),
  ]);
  return packages;
}

const only = (ids: PackageIds, ...wanted: readonly MemberId[]): PackageIds =>
  Object.fromEntries(wanted.map((id) => [id, ids[id]]));

/** Calls a chaincode's Init, which a gateway client cannot. */
async function initialise(chaincode: string, args: readonly string[]): Promise<void> {
  const code = await submitRaw(['bank-a', 'broker-x'], rawProposal({ chaincode, args, isInit: true }));
  if (code !== 'VALID') {
    throw new Error(`Init of ${chaincode} was committed as ${code}.`);
  }
}

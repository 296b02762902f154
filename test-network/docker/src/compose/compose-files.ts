import path from 'node:path';
import type { NetworkDescription } from '@sanfang/network';
import { stringify } from 'yaml';
import { type ChaincodeContainer, chaincodeContainerName, chaincodeService } from './chaincode.js';
import { ordererService } from './orderer.js';
import { peerService } from './peer.js';
import type { ComposeFile, ComposeService } from './service.js';

/** Chaincode services by organisation id. */
export type ChaincodeContainers = Readonly<Record<string, readonly ChaincodeContainer[]>>;

/** What a member, or the ordering organisation, runs: one Compose file. */
export interface MemberComposeFile {
  /** Organisation id. */
  readonly organisation: string;
  /** Where the file belongs: `<data>/docker/<organisation>.yaml`. */
  readonly file: string;
  readonly content: ComposeFile;
  readonly text: string;
}

/** One file an organisation, so that each can be carried to the machine of whoever runs it. */
export function composeFiles(
  network: NetworkDescription,
  chaincodes: ChaincodeContainers = {},
): readonly MemberComposeFile[] {
  const ledger = (node: string) => path.join(network.dataDir, 'ledgers', 'docker', node);
  const ordering = Object.fromEntries(
    network.ordering.nodes.map((node) => [
      node.name,
      ordererService(network.ordering, node, ledger(node.name)),
    ]),
  );
  const members = network.organisations.map((organisation) => {
    const services = (chaincodes[organisation.id] ?? []).map((chaincode) => [
      chaincodeContainerName(chaincode.name, organisation),
      chaincodeService(chaincode, organisation),
    ]);
    return memberFile(network, organisation.id, {
      [organisation.peer.name]: peerService(organisation, ledger(organisation.peer.name)),
      ...Object.fromEntries(services),
    });
  });
  return [memberFile(network, network.ordering.id, ordering), ...members];
}

function memberFile(
  network: NetworkDescription,
  organisation: string,
  services: Readonly<Record<string, ComposeService>>,
): MemberComposeFile {
  const content: ComposeFile = { name: `${network.consortium.name}-${organisation}`, services };
  return {
    organisation,
    file: path.join(network.dataDir, 'docker', `${organisation}.yaml`),
    content,
    text: stringify(content, { lineWidth: 0 }),
  };
}

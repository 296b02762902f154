import { common, msp, peer } from '@hyperledger/fabric-protos';
import { Msp } from '../identity/msp.js';
import { entries } from '../policy/protobuf-map.js';
import { ChannelConfigError, explained } from './channel-config-error.js';
import { ConfigValues } from './config-values.js';

/** A node's address. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** The MSP id of the organisation that declares it; empty in the (deprecated) list of the whole channel. */
  readonly mspId: string;
}

/** An organisation's part of the configuration. */
export interface Organization {
  /** The name of its group, not always that of its MSP. */
  readonly name: string;
  readonly mspId: string;
  /** Orderers' addresses of an ordering organisation, anchor peers of another. */
  readonly endpoints: readonly Endpoint[];
}

/** Collects the MSPs of a configuration: an organisation may stand in several places, but only with one definition. */
export class MspRegistry {
  readonly #ed25519: boolean;
  readonly #definitions = new Map<string, { readonly bytes: Buffer; readonly msp: Msp }>();

  constructor(options: { readonly ed25519: boolean }) {
    this.#ed25519 = options.ed25519;
  }

  get msps(): readonly Msp[] {
    return [...this.#definitions.values()].map((definition) => definition.msp);
  }

  /** Throws ChannelConfigError if the MSP does not work, or is there already with another definition. */
  propose(config: msp.MSPConfig): Msp {
    const proposed = explained('setting up the MSP manager failed', () =>
      Msp.fromConfig(config, { ed25519: this.#ed25519 }),
    );
    const bytes = Buffer.from(config.serializeBinary());
    const known = this.#definitions.get(proposed.id);
    if (known === undefined) {
      this.#definitions.set(proposed.id, { bytes, msp: proposed });
      return proposed;
    }
    if (!known.bytes.equals(bytes)) {
      throw new ChannelConfigError(`Attempted to define two different versions of MSP: ${proposed.id}`);
    }
    return known.msp;
  }
}

/** The organisations below the Application or the Orderer group. Throws ChannelConfigError. */
export function readOrganizations(
  group: common.ConfigGroup,
  kind: 'Application' | 'Orderer',
  registry: MspRegistry,
): Organization[] {
  return entries(group.getGroupsMap()).map(([name, org]) => {
    if (org.getGroupsMap().getLength() > 0) {
      throw new ChannelConfigError(`${kind}Org config does not allow sub-groups`);
    }
    const values = new ConfigValues(org, ['MSP', kind === 'Orderer' ? 'Endpoints' : 'AnchorPeers']);
    const { id: mspId } = registry.propose(values.read('MSP', msp.MSPConfig));
    if (mspId === '') throw new ChannelConfigError(`MSP for org ${name} has empty MSP ID`);
    const endpoints = kind === 'Orderer' ? ordererEndpoints(values, mspId) : anchorPeers(values, mspId);
    return { name, mspId, endpoints };
  });
}

/** `host:port`, as orderer addresses are written. */
export function parseEndpoint(address: string, mspId: string): Endpoint {
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)), mspId };
}

function ordererEndpoints(values: ConfigValues, mspId: string): Endpoint[] {
  const addresses = values.read('Endpoints', common.OrdererAddresses).getAddressesList();
  return addresses.map((address) => parseEndpoint(address, mspId));
}

function anchorPeers(values: ConfigValues, mspId: string): Endpoint[] {
  const anchors = values.read('AnchorPeers', peer.AnchorPeers).getAnchorPeersList();
  return anchors.map((anchor) => ({ host: anchor.getHost(), port: anchor.getPort(), mspId }));
}

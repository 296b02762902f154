import { ledger, peer } from '@hyperledger/fabric-protos';
import { textOf } from '../chaincode/error-text.js';
import type { ChannelLedger } from '../ledger/channel-ledger.js';
import { collectionConfig, collectionMembers } from '../ledger/collections.js';
import type { EndorsingPeer } from './endorsing-peer.js';

type PrivateRwset = ledger.rwset.TxPvtReadWriteSet;
type CollectionRwset = ledger.rwset.CollectionPvtReadWriteSet;

interface Distribution {
  readonly channel: ChannelLedger;
  readonly txId: string;
  readonly rwset: PrivateRwset;
}

/**
 * Gives a transaction's private data to every organisation that its collections entitle to it, before the endorsement
 * is answered: once it is answered, the transaction may commit without this peer.
 *
 * @throws Error with Fabric's words if fewer peers can be reached than a collection requires
 */
export async function distributePrivateData(
  endorsingPeer: EndorsingPeer,
  { channel, txId, rwset }: Distribution,
): Promise<void> {
  const others = new Set(endorsingPeer.reachable(channel.channelId));
  const configs = collectionConfigs(channel, rwset);
  try {
    for (const config of configs.values()) {
      for (const each of config.values()) {
        checkEnoughPeers(each, others);
      }
    }
  } catch (error) {
    throw new Error(
      `failed to distribute private collection, txID ${txId}, channel ${channel.channelId}: ${textOf(error)}`,
    );
  }
  const stored = endorsingPeer.hostedOrganisations.map(async (mspId) => {
    const part = entitledPart(rwset, (namespace, collection) => {
      const config = configs.get(namespace)?.get(collection);
      return config !== undefined && collectionMembers(config).has(mspId);
    });
    if (part !== undefined) {
      await channel.storeTransient(mspId, {
        txId,
        rwset: part,
        height: channel.height,
        collectionConfigs: packages(configs),
      });
    }
  });
  await Promise.all(stored);
}

type Configs = ReadonlyMap<string, ReadonlyMap<string, peer.StaticCollectionConfig>>;

function collectionConfigs(channel: ChannelLedger, rwset: PrivateRwset): Configs {
  const configs = new Map<string, Map<string, peer.StaticCollectionConfig>>();
  for (const namespace of rwset.getNsPvtRwsetList()) {
    const name = namespace.getNamespace();
    const collections = new Map<string, peer.StaticCollectionConfig>();
    for (const collection of namespace.getCollectionPvtRwsetList()) {
      const config = collectionConfig(channel, name, collection.getCollectionName());
      if (config === undefined) {
        throw new Error(`failed to obtain collections config: no collection config for chaincode "${name}"`);
      }
      collections.set(collection.getCollectionName(), config);
    }
    configs.set(name, collections);
  }
  return configs;
}

function packages(configs: Configs): ReadonlyMap<string, peer.CollectionConfigPackage> {
  return new Map(
    [...configs].map(([namespace, collections]) => {
      const list = new peer.CollectionConfigPackage();
      for (const each of collections.values()) {
        const config = new peer.CollectionConfig();
        config.setStaticCollectionConfig(each);
        list.addConfig(config);
      }
      return [namespace, list];
    }),
  );
}

function checkEnoughPeers(config: peer.StaticCollectionConfig, others: ReadonlySet<string>): void {
  const eligible = [...collectionMembers(config)].filter((mspId) => others.has(mspId)).length;
  const required = config.getRequiredPeerCount();
  if (eligible < required) {
    throw new Error(
      `could not build private data dissemination plan for collection ${config.getName()}: required to disseminate to at least ${required} peers, but know of only ${eligible} eligible peers`,
    );
  }
}

/** The collections of a write set that may be given away; undefined if none. */
function entitledPart(
  rwset: PrivateRwset,
  entitled: (namespace: string, collection: string) => boolean,
): PrivateRwset | undefined {
  const namespaces = rwset.getNsPvtRwsetList().flatMap((namespace) => {
    const collections = namespace
      .getCollectionPvtRwsetList()
      .filter((each: CollectionRwset) => entitled(namespace.getNamespace(), each.getCollectionName()));
    if (collections.length === 0) {
      return [];
    }
    const part = new ledger.rwset.NsPvtReadWriteSet();
    part.setNamespace(namespace.getNamespace());
    part.setCollectionPvtRwsetList(collections);
    return [part];
  });
  if (namespaces.length === 0) {
    return undefined;
  }
  const part = new ledger.rwset.TxPvtReadWriteSet();
  part.setDataModel(rwset.getDataModel());
  part.setNsPvtRwsetList(namespaces);
  return part;
}

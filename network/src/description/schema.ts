import { z } from 'zod';

/** Version of the data folder's layout; a folder of another version is refused, never guessed at. */
export const LAYOUT_VERSION = 1;

const Port = z.number().int().min(0).max(65535);
/** A path: relative to the data folder and beginning with `./` in network.json, absolute once it has been read. */
const FilePath = z.string().min(1);

const DisplayNames = z.strictObject({ zh: z.string(), en: z.string() });

/** A TLS key pair and the certificate of the authority that signed it, all PEM files. */
const TlsFiles = z.strictObject({
  cert: FilePath,
  key: FilePath,
  /** Root certificate to trust when connecting to the holder of this pair. */
  ca: FilePath,
});

const User = z.strictObject({
  /** For example `bank-operator`; its label in the wallet, and the part before `@` of its folder. */
  name: z.string(),
  ou: z.enum(['admin', 'client']),
  /** Values of the certificate attribute `sanfang.role` (joined by commas there); none for Admin and User1. */
  roles: z.array(z.string()),
  /** Every attribute that the certificate carries, as `getAttributeValue` of the chaincode shim finds them. */
  attributes: z.record(z.string(), z.string()),
  mspDir: FilePath,
  /** Signing certificate, PEM. */
  certificate: FilePath,
  /** Signing key, PKCS#8 PEM, mode 0600. */
  privateKey: FilePath,
  /** Label in the wallet of the organisation. */
  walletLabel: z.string(),
  /** The user's client certificate for mutual TLS. */
  tls: TlsFiles,
});

const Peer = z.strictObject({
  /** Full host name, for example `peer0.bank-a.sanfang.test`. */
  name: z.string(),
  /** Address to listen at. */
  host: z.string(),
  port: Port,
  /** `host:port` by which others reach it; its host is in the TLS certificate. */
  endpoint: z.string(),
  /** Port where the peer takes chaincode that connects to it. */
  chaincodePort: Port,
  /** Port of health and metrics. */
  operationsPort: Port,
  /** The peer's local MSP folder, with its signing key. */
  mspDir: FilePath,
  tls: TlsFiles,
  /** Root certificate to trust when connecting to this peer, the same file as `tls.ca`. */
  tlsCaCert: FilePath,
});

const Gateway = z.strictObject({
  host: z.string(),
  port: Port,
  /** `https://localhost:<port>` */
  url: z.string(),
  tls: TlsFiles,
  /** Name of the user that the gateway signs with. */
  user: z.string(),
});

const ChaincodeServices = z.strictObject({
  /** First port for this organisation's chaincode services; 0: take any free port. */
  portBase: Port,
  /** How many ports from `portBase` on are the organisation's. */
  portCount: z.number().int().min(0),
  /** What a chaincode service of this organisation presents. */
  serverTls: TlsFiles,
  /** What this organisation's peer presents to its chaincode services. */
  clientTls: TlsFiles,
});

const Organisation = z.strictObject({
  id: z.string(),
  role: z.enum(['bank', 'broker', 'regulator']),
  mspId: z.string(),
  domain: z.string(),
  names: DisplayNames,
  /** The organisation's verifying MSP folder (certificates only). */
  mspDir: FilePath,
  /** Folders of the two authorities' certificates and keys. */
  caDir: FilePath,
  tlsCaDir: FilePath,
  peer: Peer,
  gateway: Gateway,
  chaincode: ChaincodeServices,
  users: z.array(User),
  /** Connection profile for fabric-network, JSON. */
  connectionProfile: FilePath,
  /** Folder for `Wallets.newFileSystemWallet`. */
  walletDir: FilePath,
});

const OrderingNode = z.strictObject({
  name: z.string(),
  host: z.string(),
  port: Port,
  endpoint: z.string(),
  /** Port of the channel participation API (osnadmin). */
  adminPort: Port,
  operationsPort: Port,
  mspDir: FilePath,
  tls: TlsFiles,
});

const Ordering = z.strictObject({
  id: z.string(),
  mspId: z.string(),
  domain: z.string(),
  names: DisplayNames,
  mspDir: FilePath,
  caDir: FilePath,
  tlsCaDir: FilePath,
  nodes: z.array(OrderingNode).min(1),
  users: z.array(User),
});

const Channel = z.strictObject({
  name: z.string(),
  genesisBlock: FilePath,
  /** Organisation ids. */
  bank: z.string(),
  broker: z.string(),
  regulator: z.string(),
  /** Organisation ids of all whose peers join: bank, broker, regulator. */
  members: z.array(z.string()),
  /** What the genesis block was made from; another value means another channel. */
  digest: z.string(),
});

/** One entry of a collections_config.json, as `peer lifecycle chaincode --collections-config` reads it. */
const CollectionConfig = z.strictObject({
  name: z.string(),
  policy: z.string(),
  requiredPeerCount: z.number().int().min(0),
  maxPeerCount: z.number().int().min(0),
  /** Blocks until private data is purged; 0: never. */
  blockToLive: z.number().int().min(0),
  memberOnlyRead: z.boolean(),
  memberOnlyWrite: z.boolean(),
  endorsementPolicy: z.strictObject({ signaturePolicy: z.string() }).optional(),
});

const ChaincodeOnChannel = z.strictObject({
  channel: z.string(),
  /** Signature policy text, for example `AND('BankAMSP.peer','BrokerXMSP.peer')`. */
  endorsementPolicy: z.string(),
  /** Organisation ids whose peers run the chaincode; each approves its definition. */
  endorsers: z.array(z.string()),
  collections: z.array(CollectionConfig),
});

const Chaincode = z.strictObject({
  name: z.string(),
  version: z.string(),
  initRequired: z.boolean(),
  /** The definition, resolved for every channel that the chaincode is on. */
  channels: z.array(ChaincodeOnChannel),
});

const Limits = z.strictObject({
  /** Rows of consecutive account numbers kept under one state key. */
  folioSize: z.number().int(),
  /** Instructions in one transaction. */
  instructionsPerBatch: z.number().int(),
  /** End-of-day postings in one transaction. */
  postingsPerBatch: z.number().int(),
  /** Body of one REST request, in bytes. */
  requestBytes: z.number().int(),
  /** One gRPC message between any two processes of the network, in bytes. */
  messageBytes: z.number().int(),
  /** Gateway calls that a peer serves at once. */
  gatewayCallsInFlight: z.number().int(),
});

/** network.json: all that a program above this package needs to know of a running or derived network. */
export const NetworkDescriptionSchema = z.strictObject({
  layoutVersion: z.literal(LAYOUT_VERSION),
  /** Who runs the nodes (embedded, native, docker); only a word here. */
  profile: z.string(),
  /** ISO 8601, UTC. */
  created: z.string(),
  consortium: z.strictObject({
    name: z.string(),
    /** SHA-256 of the consortium file's text, hexadecimal. */
    sha256: z.string(),
  }),
  ordering: Ordering,
  organisations: z.array(Organisation),
  channels: z.array(Channel),
  chaincodes: z.array(Chaincode),
  limits: Limits,
});

type DeepReadonly<T> = T extends (infer E)[]
  ? readonly DeepReadonly<E>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

/** The description with every path absolute, as {@link readNetworkDescription} answers it. */
export type NetworkDescription = DeepReadonly<z.infer<typeof NetworkDescriptionSchema>> & {
  /** Absolute path of the data folder. It is not in the file, so a data folder can be moved. */
  readonly dataDir: string;
};
export type OrganisationDescription = DeepReadonly<z.infer<typeof Organisation>>;
export type OrderingDescription = DeepReadonly<z.infer<typeof Ordering>>;
export type OrderingNodeDescription = DeepReadonly<z.infer<typeof OrderingNode>>;
export type PeerDescription = DeepReadonly<z.infer<typeof Peer>>;
export type UserDescription = DeepReadonly<z.infer<typeof User>>;
export type ChannelDescription = DeepReadonly<z.infer<typeof Channel>>;
export type ChaincodeDescription = DeepReadonly<z.infer<typeof Chaincode>>;
export type ChaincodeOnChannelDescription = DeepReadonly<z.infer<typeof ChaincodeOnChannel>>;
export type CollectionConfigDescription = DeepReadonly<z.infer<typeof CollectionConfig>>;
export type TlsFilesDescription = DeepReadonly<z.infer<typeof TlsFiles>>;

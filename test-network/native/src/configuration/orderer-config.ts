import type { OrdererConfig } from './native-config.js';

const MESSAGE_LIMIT_BYTES = 104_857_600;

/**
 * The orderer's orderer.yaml, as data (JSON is YAML too): one Raft node, administered over mutual TLS.
 *
 * The orderer refuses keys that it does not know, so this holds only what every release from 2.5 on knows.
 */
export function ordererConfig(node: OrdererConfig, ledgerDir: string): object {
  return {
    General: {
      ListenAddress: '127.0.0.1',
      ListenPort: node.port,
      TLS: {
        Enabled: true,
        PrivateKey: node.tls.key,
        Certificate: node.tls.cert,
        RootCAs: [node.tls.ca],
        ClientAuthRequired: false,
      },
      Keepalive: { ServerMinInterval: '60s', ServerInterval: '7200s', ServerTimeout: '20s' },
      MaxRecvMsgSize: MESSAGE_LIMIT_BYTES,
      MaxSendMsgSize: MESSAGE_LIMIT_BYTES,
      // 2.5 would look for the genesis block of a system channel otherwise.
      BootstrapMethod: 'none',
      Cluster: { SendBufferSize: 100 },
      LocalMSPDir: node.mspDir,
      LocalMSPID: node.mspId,
      Profile: { Enabled: false },
      BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } },
      Authentication: { TimeWindow: '15m' },
    },
    FileLedger: { Location: ledgerDir },
    Operations: { ListenAddress: `127.0.0.1:${node.operationsPort}`, TLS: administrators(node) },
    // The only place where the orderer tells whether it leads a channel, and so takes transactions.
    Metrics: { Provider: 'prometheus' },
    Admin: {
      ListenAddress: `127.0.0.1:${node.adminPort}`,
      TLS: administrators(node),
    },
    ChannelParticipation: { Enabled: true, MaxRequestBodySize: '1 MB' },
    Consensus: { WALDir: `${ledgerDir}/etcdraft/wal`, SnapDir: `${ledgerDir}/etcdraft/snapshot` },
  };
}

/** TLS of what only the orderer organisation's own may ask. */
function administrators(node: OrdererConfig): object {
  return {
    Enabled: true,
    Certificate: node.tls.cert,
    PrivateKey: node.tls.key,
    ClientAuthRequired: true,
    ClientRootCAs: [node.tls.ca],
  };
}

import type { PeerConfig } from './native-config.js';

export interface CoreConfigOptions {
  readonly node: PeerConfig;
  /** Where the peer keeps blocks, state and installed packages. */
  readonly ledgerDir: string;
  /** The folder whose bin/ holds detect, build and release. */
  readonly externalBuilderDir: string;
  readonly chaincodeExecuteTimeoutMs: number;
}

const MESSAGE_LIMIT_BYTES = 104_857_600;

/**
 * A peer's core.yaml, as data (JSON is YAML too).
 *
 * What differs from Fabric's sample: one peer an organisation, so each one fetches blocks from the orderer
 * itself; gossip intervals of a second and less, so that a member that joins, leaves or returns is seen at once;
 * no Docker endpoint; every listener on the loopback interface.
 */
export function coreConfig(options: CoreConfigOptions): object {
  const { node } = options;
  const address = `127.0.0.1:${node.port}`;
  return {
    peer: {
      id: node.hostName,
      networkId: 'sanfang',
      listenAddress: address,
      address: `localhost:${node.port}`,
      addressAutoDetect: false,
      // Chaincode that dials the peer is not used here, but the listener cannot be turned off.
      chaincodeListenAddress: `127.0.0.1:${node.chaincodePort}`,
      gateway: { enabled: true, endorsementTimeout: '30s', broadcastTimeout: '30s', dialTimeout: '2m' },
      keepalive: {
        interval: '7200s',
        timeout: '20s',
        minInterval: '60s',
        client: { interval: '60s', timeout: '20s' },
        deliveryClient: { interval: '60s', timeout: '20s' },
      },
      gossip: gossip(node),
      tls: {
        enabled: true,
        clientAuthRequired: false,
        cert: { file: node.tls.cert },
        key: { file: node.tls.key },
        rootcert: { file: node.tls.ca },
        clientRootCAs: { files: [node.tls.ca] },
      },
      authentication: { timewindow: '15m' },
      fileSystemPath: options.ledgerDir,
      BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } },
      mspConfigPath: node.mspDir,
      localMspId: node.mspId,
      localMspType: 'bccsp',
      client: { connTimeout: '3s' },
      deliveryclient: {
        blockGossipEnabled: false,
        reconnectTotalTimeThreshold: '3600s',
        connTimeout: '3s',
        // The sample waits up to an hour between attempts; an orderer that comes back is wanted at once.
        reConnectBackoffThreshold: '1s',
        minimalReconnectInterval: '100ms',
        policy: 'simple',
      },
      profile: { enabled: false },
      handlers: {
        authFilters: [{ name: 'DefaultAuth' }, { name: 'ExpirationCheck' }],
        decorators: [{ name: 'DefaultDecorator' }],
        endorsers: { escc: { name: 'DefaultEndorsement' } },
        validators: { vscc: { name: 'DefaultValidation' } },
      },
      discovery: {
        enabled: true,
        authCacheEnabled: true,
        authCacheMaxSize: 1000,
        authCachePurgeRetentionRatio: 0.75,
        orgMembersAllowedAccess: false,
      },
      limits: { concurrency: { endorserService: 2500, deliverService: 2500, gatewayService: 500 } },
      maxRecvMsgSize: MESSAGE_LIMIT_BYTES,
      maxSendMsgSize: MESSAGE_LIMIT_BYTES,
    },
    vm: { endpoint: '' },
    chaincode: chaincode(options),
    ledger: {
      state: { stateDatabase: 'goleveldb', totalQueryLimit: 100_000 },
      history: { enableHistoryDatabase: true },
      pvtdataStore: {
        collElgProcMaxDbBatchSize: 5000,
        collElgProcDbBatchesInterval: 1000,
        deprioritizedDataReconcilerInterval: '60m',
        purgeInterval: 100,
        purgedKeyAuditLogging: true,
      },
      snapshots: { rootDir: `${options.ledgerDir}/snapshots` },
    },
    operations: {
      listenAddress: `127.0.0.1:${node.operationsPort}`,
      tls: {
        enabled: true,
        cert: { file: node.tls.cert },
        key: { file: node.tls.key },
        clientAuthRequired: false,
        clientRootCAs: { files: [node.tls.ca] },
      },
    },
    metrics: { provider: 'disabled' },
  };
}

function gossip(node: PeerConfig): object {
  const endpoint = `localhost:${node.port}`;
  return {
    bootstrap: endpoint,
    endpoint,
    externalEndpoint: endpoint,
    useLeaderElection: false,
    orgLeader: true,
    membershipTrackerInterval: '5s',
    maxBlockCountToStore: 10,
    maxPropagationBurstLatency: '10ms',
    maxPropagationBurstSize: 10,
    propagateIterations: 1,
    propagatePeerNum: 3,
    pullInterval: '4s',
    pullPeerNum: 3,
    requestStateInfoInterval: '500ms',
    publishStateInfoInterval: '500ms',
    publishCertPeriod: '10s',
    dialTimeout: '3s',
    connTimeout: '2s',
    recvBuffSize: 20,
    sendBuffSize: 200,
    digestWaitTime: '1s',
    requestWaitTime: '1500ms',
    responseWaitTime: '2s',
    aliveTimeInterval: '1s',
    aliveExpirationTimeout: '10s',
    reconnectInterval: '250ms',
    maxConnectionAttempts: 14_400,
    msgExpirationFactor: 20,
    pvtData: {
      // How long a block waits for private data that no member can give; the reconciler fetches it later.
      pullRetryThreshold: '2s',
      transientstoreMaxBlockRetention: 20_000,
      pushAckTimeout: '3s',
      btlPullMargin: 10,
      reconcileBatchSize: 10,
      reconcileSleepInterval: '5s',
      reconciliationEnabled: true,
      skipPullingInvalidTransactionsDuringCommit: false,
      implicitCollectionDisseminationPolicy: { requiredPeerCount: 0, maxPeerCount: 1 },
    },
    state: { enabled: false },
  };
}

function chaincode(options: CoreConfigOptions): object {
  return {
    mode: 'net',
    keepalive: 0,
    installTimeout: '60s',
    startuptimeout: '30s',
    executetimeout: `${options.chaincodeExecuteTimeoutMs}ms`,
    externalBuilders: [{ name: 'sanfang-service', path: options.externalBuilderDir }],
    system: { _lifecycle: 'enable', cscc: 'enable', lscc: 'enable', qscc: 'enable' },
    logging: { level: 'info', shim: 'warning' },
    runtimeParams: {
      useWriteBatch: true,
      maxSizeWriteBatch: 1000,
      useGetMultipleKeys: true,
      maxSizeGetMultipleKeys: 1000,
    },
  };
}

import type { OrderingDescription, OrderingNodeDescription } from '@sanfang/network';
import { type ComposeService, FABRIC_TAG, onHost, readOnly } from './service.js';

const HOME = '/var/hyperledger';

/** An ordering node; `ledgerDir` on the host keeps its blocks. */
export function ordererService(
  ordering: OrderingDescription,
  node: OrderingNodeDescription,
  ledgerDir: string,
): ComposeService {
  return {
    ...onHost({ image: `hyperledger/fabric-orderer:${FABRIC_TAG}`, name: node.name, command: 'orderer' }),
    environment: {
      FABRIC_LOGGING_SPEC: 'info',
      ORDERER_GENERAL_LISTENADDRESS: node.host,
      ORDERER_GENERAL_LISTENPORT: String(node.port),
      ORDERER_GENERAL_LOCALMSPID: ordering.mspId,
      ORDERER_GENERAL_LOCALMSPDIR: `${HOME}/msp`,
      ...tls('ORDERER_GENERAL_TLS'),
      ORDERER_GENERAL_TLS_ROOTCAS: `[${HOME}/tls/ca.crt]`,
      ORDERER_GENERAL_BOOTSTRAPMETHOD: 'none',
      ORDERER_CHANNELPARTICIPATION_ENABLED: 'true',
      ORDERER_ADMIN_LISTENADDRESS: `${node.host}:${node.adminPort}`,
      ...administrators('ORDERER_ADMIN_TLS'),
      ORDERER_OPERATIONS_LISTENADDRESS: `${node.host}:${node.operationsPort}`,
      ...administrators('ORDERER_OPERATIONS_TLS'),
      ORDERER_METRICS_PROVIDER: 'prometheus',
    },
    volumes: [
      readOnly(node.mspDir, `${HOME}/msp`),
      readOnly(node.tls.cert, `${HOME}/tls/server.crt`),
      readOnly(node.tls.key, `${HOME}/tls/server.key`),
      readOnly(node.tls.ca, `${HOME}/tls/ca.crt`),
      `${ledgerDir}:${HOME}/production/orderer`,
    ],
  };
}

function tls(prefix: string): Record<string, string> {
  return {
    [`${prefix}_ENABLED`]: 'true',
    [`${prefix}_CERTIFICATE`]: `${HOME}/tls/server.crt`,
    [`${prefix}_PRIVATEKEY`]: `${HOME}/tls/server.key`,
  };
}

function administrators(prefix: string): Record<string, string> {
  return {
    ...tls(prefix),
    [`${prefix}_CLIENTAUTHREQUIRED`]: 'true',
    [`${prefix}_CLIENTROOTCAS`]: `[${HOME}/tls/ca.crt]`,
  };
}

import type { OrganisationDescription } from '@sanfang/network';
import { type ComposeService, FABRIC_TAG, onHost, readOnly } from './service.js';

const HOME = '/etc/hyperledger/fabric';

/** A member's peer; `ledgerDir` on the host keeps its blocks, state and installed packages. */
export function peerService(organisation: OrganisationDescription, ledgerDir: string): ComposeService {
  const { peer, mspId } = organisation;
  const listen = `${peer.host}:${peer.port}`;
  return {
    ...onHost({
      image: `hyperledger/fabric-peer:${FABRIC_TAG}`,
      name: peer.name,
      command: ['peer', 'node', 'start'],
    }),
    environment: {
      FABRIC_LOGGING_SPEC: 'info',
      CORE_PEER_ID: peer.name,
      CORE_PEER_LOCALMSPID: mspId,
      CORE_PEER_MSPCONFIGPATH: `${HOME}/msp`,
      CORE_PEER_LISTENADDRESS: listen,
      CORE_PEER_ADDRESS: peer.endpoint,
      CORE_PEER_CHAINCODELISTENADDRESS: `${peer.host}:${peer.chaincodePort}`,
      CORE_PEER_TLS_ENABLED: 'true',
      CORE_PEER_TLS_CERT_FILE: `${HOME}/tls/server.crt`,
      CORE_PEER_TLS_KEY_FILE: `${HOME}/tls/server.key`,
      CORE_PEER_TLS_ROOTCERT_FILE: `${HOME}/tls/ca.crt`,
      CORE_PEER_GOSSIP_BOOTSTRAP: peer.endpoint,
      CORE_PEER_GOSSIP_ENDPOINT: peer.endpoint,
      CORE_PEER_GOSSIP_EXTERNALENDPOINT: peer.endpoint,
      CORE_PEER_GOSSIP_USELEADERELECTION: 'false',
      CORE_PEER_GOSSIP_ORGLEADER: 'true',
      CORE_PEER_GATEWAY_ENABLED: 'true',
      CORE_LEDGER_STATE_STATEDATABASE: 'goleveldb',
      // No Docker socket is handed in: chaincode is a service, for which the image brings its builder.
      CORE_VM_ENDPOINT: '',
      CORE_OPERATIONS_LISTENADDRESS: `${peer.host}:${peer.operationsPort}`,
      CORE_OPERATIONS_TLS_ENABLED: 'true',
      CORE_OPERATIONS_TLS_CERT_FILE: `${HOME}/tls/server.crt`,
      CORE_OPERATIONS_TLS_KEY_FILE: `${HOME}/tls/server.key`,
    },
    volumes: [
      readOnly(peer.mspDir, `${HOME}/msp`),
      readOnly(peer.tls.cert, `${HOME}/tls/server.crt`),
      readOnly(peer.tls.key, `${HOME}/tls/server.key`),
      readOnly(peer.tls.ca, `${HOME}/tls/ca.crt`),
      `${ledgerDir}:/var/hyperledger/production`,
    ],
  };
}

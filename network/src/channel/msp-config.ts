import { msp } from '@hyperledger/fabric-protos';

/** Fabric's number for the X.509 kind of MSP. */
const FABRIC_MSP = 0;

/** The verifying configuration of an organisation's MSP, with node OUs, as a channel configuration carries it. */
export function mspConfig({
  mspId,
  caCert,
  tlsCaCert,
}: {
  readonly mspId: string;
  readonly caCert: string;
  readonly tlsCaCert: string;
}): msp.MSPConfig {
  const root = Buffer.from(caCert);
  const hashes = new msp.FabricCryptoConfig();
  hashes.setSignatureHashFamily('SHA2');
  hashes.setIdentityIdentifierHashFunction('SHA256');

  const ou = (name: string) => {
    const identifier = new msp.FabricOUIdentifier();
    identifier.setCertificate(root);
    identifier.setOrganizationalUnitIdentifier(name);
    return identifier;
  };
  const nodeOus = new msp.FabricNodeOUs();
  nodeOus.setEnable(true);
  nodeOus.setClientOuIdentifier(ou('client'));
  nodeOus.setPeerOuIdentifier(ou('peer'));
  nodeOus.setAdminOuIdentifier(ou('admin'));
  nodeOus.setOrdererOuIdentifier(ou('orderer'));

  const fabric = new msp.FabricMSPConfig();
  fabric.setName(mspId);
  fabric.setRootCertsList([root]);
  fabric.setTlsRootCertsList([Buffer.from(tlsCaCert)]);
  fabric.setCryptoConfig(hashes);
  fabric.setFabricNodeOus(nodeOus);

  const config = new msp.MSPConfig();
  config.setType(FABRIC_MSP);
  config.setConfig(fabric.serializeBinary());
  return config;
}

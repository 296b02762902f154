import type { msp } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../signing-identity.js';

export type TestRole = 'peer' | 'client' | 'admin' | 'orderer';

/** An organisation made for a test: its CA, its MSP and any number of identities. */
export interface TestOrg {
  readonly mspId: string;
  readonly caCertificatePem: string;
  readonly mspConfig: msp.MSPConfig;
  /** A new identity with a node OU of the given role. */
  identity(role: TestRole, options?: TestIdentityOptions): Promise<SigningIdentity>;
  /** Writes an MSP directory (cacerts, tlscacerts, signcerts, keystore, config.yaml) for a new identity. */
  writeMspDir(dir: string, role: TestRole, options?: TestIdentityOptions): Promise<void>;
  /** A TLS server or client key pair of the organisation's TLS CA. */
  tls(commonName: string): Promise<TestTls>;
}

export interface TestTls {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

export interface TestIdentityOptions {
  readonly name?: string;
  readonly organizationalUnits?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

export async function makeTestOrg(mspId: string): Promise<TestOrg> {
  throw new Error(`not yet: ${mspId}`);
}

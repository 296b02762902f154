import { msp } from '@hyperledger/fabric-protos';
import type { Msp } from '../identity/msp.js';
import type { SignedData } from '../policy/policy.js';

/** Throws unless the signer is an administrator of this MSP and the signature is right. */
export function checkLocalAdmin(localMsp: Msp, signed: SignedData): void {
  const identity = localMsp.deserialize(signed.identity);
  localMsp.validate(identity);
  const role = new msp.MSPRole();
  role.setMspIdentifier(localMsp.id);
  role.setRole(msp.MSPRole.MSPRoleType.ADMIN);
  const admin = new msp.MSPPrincipal();
  admin.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  admin.setPrincipal(role.serializeBinary());
  if (!localMsp.satisfies(identity, admin) || !identity.verify(signed.message, signed.signature)) {
    throw new Error('signature set did not satisfy policy');
  }
}

import type { Context } from 'fabric-contract-api';
import type { Caller } from '../proposal.js';
import { identityBytes } from './shim-stub.js';

const ROLE_ATTRIBUTE = 'sanfang.role';

/** The caller as a contract sees it; an attribute that is empty counts as absent, as in the shim. */
export function clientIdentity(caller: Caller): Context['clientIdentity'] {
  const attributes = new Map(Object.entries(caller.attributes ?? {}));
  if (caller.roles.length > 0) attributes.set(ROLE_ATTRIBUTE, caller.roles.join(','));
  const getAttributeValue = (name: string) => attributes.get(name) || null;
  return {
    getMSPID: () => caller.mspId,
    getID: () => `x509::/OU=client/CN=${caller.id}::/CN=ca.${caller.mspId}`,
    getIDBytes: () => identityBytes(caller),
    getAttributeValue,
    assertAttributeValue: (name, value) => getAttributeValue(name) === value,
  };
}

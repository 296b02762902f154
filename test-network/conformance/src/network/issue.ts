import { createPrivateKey } from 'node:crypto';
import { createAuthority, type IdentityRequest, issueIdentity, signIdentity } from '@sanfang/network';
import type { MemberId } from './consortium.js';
import { member } from './consortium.js';
import type { Credentials } from './credentials.js';

/** New credentials from the authority of a member. */
export async function issuedBy(id: MemberId, request: IdentityRequest): Promise<Credentials> {
  const { caDir, mspId } = member(id);
  return credentials(mspId, await issueIdentity({ ...request, caDir }));
}

/** Credentials that name a member and come from an authority that only looks like the member's. */
export async function forgedFor(id: MemberId, request: IdentityRequest): Promise<Credentials> {
  const { domain, mspId } = member(id);
  const authority = await createAuthority('ca', domain);
  return credentials(mspId, await signIdentity(authority, request));
}

function credentials(
  mspId: string,
  issued: { readonly certificatePem: string; readonly privateKeyPem: string },
): Credentials {
  return {
    mspId,
    certificate: issued.certificatePem,
    privateKey: createPrivateKey(issued.privateKeyPem),
  };
}

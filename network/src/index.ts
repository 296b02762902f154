export { connectionProfile } from './clients/connection-profile.js';
export type {
  Consortium,
  ConsortiumOrganisation,
  Relationship,
} from './consortium/consortium.js';
export { DEFAULT_CONSORTIUM_FILE, loadConsortium } from './consortium/load.js';
export { ConsortiumError, type Problem } from './consortium/problems.js';
export { type Authority, type AuthorityKind, createAuthority } from './crypto/authority.js';
export {
  type IdentityRequest,
  issueIdentity,
  type NodeOu,
  signIdentity,
} from './crypto/identity.js';
export type { IssuedCredentials } from './crypto/leaf.js';
export { issueTls, type TlsRequest } from './crypto/tls.js';
export { type DeriveOptions, deriveNetwork } from './derive/derive.js';
export {
  findNetworkDescription,
  networkDescriptionFile,
  readNetworkDescription,
} from './description/file.js';
export type {
  ChaincodeDescription,
  ChaincodeOnChannelDescription,
  ChannelDescription,
  CollectionConfigDescription,
  NetworkDescription,
  OrderingDescription,
  OrderingNodeDescription,
  OrganisationDescription,
  PeerDescription,
  TlsFilesDescription,
  UserDescription,
} from './description/schema.js';
export { LAYOUT_VERSION } from './description/schema.js';
export { DataFolderError } from './layout/data-folder-error.js';
export type { PortChoice } from './layout/ports.js';
export {
  assertPortsFree,
  type NetworkPort,
  networkPorts,
  PortInUseError,
  type PortUse,
} from './layout/ports-in-use.js';
export { signaturePolicyEnvelope } from './policy/signature-policy.js';

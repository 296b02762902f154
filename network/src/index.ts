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

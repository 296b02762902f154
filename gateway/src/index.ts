export type { GatewayLimits } from './api.js';
export type { Party, Relationship } from './custody/relationship.js';
export type { FabricOptions } from './fabric/connection.js';
export type { WalletEntry } from './fabric/identity.js';
export type { MemberRole } from './http/endpoint.js';
export {
  createMemberGateway,
  type MemberGateway,
  type MemberGatewayOptions,
} from './member-gateway.js';
export { loadOrCreateToken } from './token.js';

import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import type { ChaincodeRuntime } from './runtime.js';

export interface RegisterService {
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
}

/** `protos.ChaincodeSupport` for a peer's gRPC server: `server.addService(s.definition, s.implementation)`. */
export function registerService(_runtime: ChaincodeRuntime): RegisterService {
  throw new Error('not written yet');
}

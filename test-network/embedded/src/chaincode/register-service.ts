import type { ServerDuplexStream, ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import { GrpcTransport, rawMessage } from './launch/grpc-transport.js';
import type { ChaincodeRuntime } from './runtime.js';

export interface RegisterService {
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
}

const definition: ServiceDefinition = {
  register: {
    path: '/protos.ChaincodeSupport/Register',
    requestStream: true,
    responseStream: true,
    requestSerialize: rawMessage.serialize,
    requestDeserialize: rawMessage.deserialize,
    responseSerialize: rawMessage.serialize,
    responseDeserialize: rawMessage.deserialize,
  },
};

/** `protos.ChaincodeSupport` for a peer's gRPC server: `server.addService(s.definition, s.implementation)`. */
export function registerService(runtime: ChaincodeRuntime): RegisterService {
  return {
    definition,
    implementation: {
      register: (stream: ServerDuplexStream<Uint8Array, Uint8Array>) => {
        runtime.accept(new GrpcTransport(stream, () => stream.end()));
      },
    },
  };
}

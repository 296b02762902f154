export { type BinariesSearch, type FabricBinaries, findFabricBinaries } from './binaries/find-binaries.js';
export {
  type ChaincodeServiceOptions,
  chaincodeProcessName,
  startChaincodeService,
} from './chaincode/chaincode-service.js';
export { type ChaincodeLaunch, inspectChaincode } from './chaincode/node-package.js';
export type {
  NativeConfig,
  NodeConfig,
  OrdererConfig,
  PeerConfig,
  TlsFiles,
} from './configuration/native-config.js';
export { NativeFabric } from './native-fabric.js';
export { OperatorError } from './operator-error.js';
export { serveChannels } from './ordering/serve-channels.js';
export { lastLines } from './processes/log-tail.js';
export { endLeftovers } from './processes/pid-file.js';
export { startOfProcess } from './processes/process-identity.js';
export { type ProcessDefinition, SupervisedProcess } from './processes/supervised-process.js';
export { type ProcessState, type ProcessStatus, Supervisor } from './processes/supervisor.js';
export { assertPortFree, freePort } from './readiness/ports.js';
export { type TlsTarget, untilTlsAnswers } from './readiness/tls-ready.js';

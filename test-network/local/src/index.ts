export { findDockerEngine } from '@sanfang/docker-fabric';
export { findFabricBinaries, OperatorError } from '@sanfang/native-fabric';
export { type DeployResult, DeploySpec } from './chaincode/deploy-spec.js';
export { type DeployCommandOptions, deployCommand } from './commands/deploy.js';
export { connectControl } from './control/client.js';
export { defaultDataDir } from './control/running.js';
export type { LocalNetwork } from './local-network.js';
export { isProfile, type NodeStatus, PROFILES, type ProfileName } from './profiles/profile.js';
export { type UpOptions, up } from './up.js';

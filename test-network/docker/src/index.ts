export type { ChaincodeContainer } from './compose/chaincode.js';
export { chaincodeContainerName } from './compose/chaincode.js';
export { type ChaincodeContainers, composeFiles, type MemberComposeFile } from './compose/compose-files.js';
export { ComposeCommand } from './engine/compose-command.js';
export { type DockerSearch, findDockerEngine } from './engine/engine.js';

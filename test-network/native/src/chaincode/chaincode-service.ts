import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import type { TlsFiles } from '../configuration/native-config.js';
import type { ProcessDefinition } from '../processes/supervised-process.js';
import type { Supervisor } from '../processes/supervisor.js';
import { assertPortFree } from '../readiness/ports.js';
import { untilTlsAnswers } from '../readiness/tls-ready.js';
import { inspectChaincode } from './node-package.js';

/** One organisation's service of one chaincode. Paths are absolute. */
export interface ChaincodeServiceOptions {
  readonly name: string;
  /** Organisation id. */
  readonly organisation: string;
  /** What chaincode is told by `getMspID`, as where a peer launches it. */
  readonly mspId: string;
  /** The chaincode package, run as it lies there. */
  readonly folder: string;
  readonly port: number;
  /** Under this id the service registers with its peer. */
  readonly packageId: string;
  /** What the service presents. */
  readonly serverTls: TlsFiles;
  /** What its peer presents; the service checks it. */
  readonly clientTls: TlsFiles;
  readonly dataDir: string;
}

const READY_LIMIT_MS = 60_000;

/** The name under which the service's process is supervised. */
export function chaincodeProcessName(name: string, organisation: string): string {
  return `chaincode-${name}-${organisation}`;
}

/** Starts the service and waits until its port answers with mutual TLS. */
export async function startChaincodeService(
  supervisor: Supervisor,
  options: ChaincodeServiceOptions,
): Promise<void> {
  const definition = await processDefinition(options);
  await assertPortFree(options.port, definition.title);
  const [ca, cert, key] = await Promise.all([
    readFile(options.serverTls.ca),
    readFile(options.clientTls.cert),
    readFile(options.clientTls.key),
  ]);
  await supervisor.start(definition, (_, abort) =>
    untilTlsAnswers({
      title: definition.title,
      port: options.port,
      secureContext: createSecureContext({ ca, cert, key }),
      limitMs: READY_LIMIT_MS,
      abort,
    }),
  );
}

async function processDefinition(options: ChaincodeServiceOptions): Promise<ProcessDefinition> {
  const { name, organisation, folder, dataDir } = options;
  const launch = await inspectChaincode(folder);
  const common = {
    name: chaincodeProcessName(name, organisation),
    title: `chaincode ${name} of ${organisation}`,
    cwd: folder,
    env: environment(options),
    logFile: path.join(dataDir, 'logs', `${chaincodeProcessName(name, organisation)}.log`),
    runDir: path.join(dataDir, 'run'),
  };
  return launch.kind === 'launcher'
    ? { ...common, command: process.execPath, args: [launch.cli, ...launcherArguments(options)] }
    : { ...common, command: 'npm', args: ['run', '--silent', launch.script] };
}

function launcherArguments(options: ChaincodeServiceOptions): readonly string[] {
  return [
    'server',
    '--chaincode-address',
    `127.0.0.1:${options.port}`,
    '--chaincode-id',
    options.packageId,
    '--chaincode-tls-cert-file',
    options.serverTls.cert,
    '--chaincode-tls-key-file',
    options.serverTls.key,
    '--chaincode-tls-client-cacert-file',
    options.clientTls.ca,
    '--module-path',
    options.folder,
  ];
}

/** The variables by which Fabric's samples tell a chaincode that is its own server where and how to listen. */
function environment(options: ChaincodeServiceOptions): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    CHAINCODE_SERVER_ADDRESS: `127.0.0.1:${options.port}`,
    CHAINCODE_ID: options.packageId,
    CORE_CHAINCODE_ID_NAME: options.packageId,
    CORE_PEER_LOCALMSPID: options.mspId,
    CHAINCODE_TLS_DISABLED: 'false',
    CHAINCODE_TLS_KEY: options.serverTls.key,
    CHAINCODE_TLS_CERT: options.serverTls.cert,
    CHAINCODE_CLIENT_CA_CERT: options.clientTls.ca,
  };
}

import { rm } from 'node:fs/promises';
import path from 'node:path';
import { findDockerEngine } from '@sanfang/docker-fabric';
import { endLeftovers, findFabricBinaries, OperatorError } from '@sanfang/native-fabric';
import {
  assertPortsFree,
  type Consortium,
  deriveNetwork,
  loadConsortium,
  type NetworkDescription,
  type NetworkPort,
  networkPorts,
  type PortUse,
} from '@sanfang/network';
import { serveControl } from './control/server.js';
import type { LocalNetwork } from './local-network.js';
import { DataFolderLock } from './ownership/data-folder-lock.js';
import { folderProblem } from './ownership/folder-problem.js';
import { DockerProfile } from './profiles/docker-profile.js';
import { EmbeddedProfile } from './profiles/embedded-profile.js';
import { NativeProfile } from './profiles/native-profile.js';
import type { FabricProfile, ProfileName } from './profiles/profile.js';
import { RunningNetwork } from './running-network.js';

export interface UpOptions {
  readonly profile: ProfileName;
  /** Everything of the network is kept here; a second `up` goes on with what the first left. */
  readonly dataDir: string;
  /** The repository's own consortium if absent. */
  readonly consortiumFile?: string;
  /** `configured` (default): those of the consortium file; `free`: any, chosen once for this data folder. */
  readonly ports?: 'configured' | 'free';
  /** Takes the place of the environment variable FABRIC_BIN (native). */
  readonly fabricBin?: string;
  /** Delete the data folder's content first. */
  readonly reset?: boolean;
  /** Takes the place of the consortium file's time after which a block is cut. */
  readonly batchTimeoutMs?: number;
  /** How long a chaincode may take for one transaction; 30 seconds if absent. */
  readonly chaincodeExecuteTimeoutMs?: number;
  /** What its caller will serve besides the network, whose ports must be free as well. */
  readonly alsoServed?: readonly PortUse[];
  /** Folder of each of the consortium's chaincodes, by name; one without a folder is not deployed. */
  readonly chaincodeFolders?: Readonly<Record<string, string>>;
  readonly onProgress?: (message: string) => void;
  /** Told, in a paragraph, of a process that ended unasked. */
  readonly onCrash?: (report: string) => void;
}

/** What each profile listens at. Containers that run already hold their ports with right, so nothing is asked of docker's. */
const LISTENS: Readonly<Record<ProfileName, readonly PortUse[]>> = {
  embedded: ['orderer', 'peer'],
  native: ['orderer', 'orderer-admin', 'orderer-operations', 'peer', 'peer-chaincode', 'peer-operations'],
  docker: [],
};

const OLDEST_NODE_MAJOR = 20;
/** What `up` and those it starts make in a data folder; nothing else in it is ever deleted. */
const OWN_ENTRIES = [
  'network.json',
  'organizations',
  'channels',
  'chaincode',
  'docker',
  'ledgers',
  'logs',
  'run',
];

/**
 * Brings the consortium up on this machine: identities, nodes, channels, chaincode.
 *
 * @throws OperatorError, ConsortiumError or DataFolderError, one sentence with its remedy each. Nothing is left running then.
 */
export async function up(options: UpOptions): Promise<LocalNetwork> {
  assertNodeVersion();
  const dataDir = path.resolve(options.dataDir);
  const progress = options.onProgress ?? (() => undefined);
  const consortium = consortiumOf(options);
  const start = await profileStarter(options, progress);

  const lock = await DataFolderLock.take(dataDir).catch((error: unknown) => {
    throw folderProblem(dataDir, error);
  });
  let started: FabricProfile | undefined;
  try {
    await endLeftovers(path.join(dataDir, 'run'));
    if (options.reset) {
      await reset(dataDir);
    }
    progress('Identities, channels and connection profiles');
    const description = await deriveNetwork({
      consortium,
      dataDir,
      profile: options.profile,
      ports: options.ports ?? 'configured',
    });
    await assertPortsFree(portsUsed(description, options));
    progress('Orderer and peers');
    started = await start(description);
    const network = await RunningNetwork.connect({ description, profile: started, onProgress: progress });
    progress('Channels');
    await network.joinChannels();
    progress('Chaincode');
    await network.deployKnown(options.chaincodeFolders ?? {});
    const control = await serveControl(network);
    network.onEnd(() => lock.release());
    network.onEnd(() => control.close());
    return network;
  } catch (error) {
    await started?.killAll();
    await lock.release();
    throw folderProblem(dataDir, error);
  }
}

function portsUsed(
  description: NetworkDescription,
  { profile, alsoServed = [] }: UpOptions,
): readonly NetworkPort[] {
  const uses = [...LISTENS[profile], ...alsoServed];
  return networkPorts(description).filter(({ use }) => uses.includes(use));
}

function consortiumOf({ consortiumFile, batchTimeoutMs }: UpOptions): Consortium {
  const consortium = loadConsortium(consortiumFile);
  if (batchTimeoutMs === undefined) {
    return consortium;
  }
  const { ordering } = consortium;
  return { ...consortium, ordering: { ...ordering, batch: { ...ordering.batch, timeout: batchTimeoutMs } } };
}

/** What is missing on this machine is found out before anything is made. */
async function profileStarter(
  options: UpOptions,
  progress: (message: string) => void,
): Promise<(description: NetworkDescription) => Promise<FabricProfile>> {
  const onCrash = options.onCrash ?? progress;
  if (options.profile === 'native') {
    const search = await findFabricBinaries({
      env: process.env,
      ...(options.fabricBin === undefined ? {} : { fabricBin: options.fabricBin }),
    });
    if (!search.found) {
      throw new OperatorError(search.message);
    }
    const { binaries } = search;
    return (description) =>
      NativeProfile.start({
        description,
        binaries,
        chaincodeExecuteTimeoutMs: options.chaincodeExecuteTimeoutMs,
        onCrash,
      });
  }
  if (options.profile === 'embedded') {
    const { chaincodeExecuteTimeoutMs } = options;
    return (description) => EmbeddedProfile.start({ description, chaincodeExecuteTimeoutMs, onCrash });
  }
  const search = await findDockerEngine();
  if (!search.found) {
    throw new OperatorError(`${search.message} Start one, or use --profile embedded, which needs nothing.`);
  }
  return (description) => DockerProfile.start(description);
}

function assertNodeVersion(): void {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < OLDEST_NODE_MAJOR) {
    throw new OperatorError(
      `This is Node.js ${process.versions.node}, and ${OLDEST_NODE_MAJOR} or later is needed: install a current release.`,
    );
  }
}

async function reset(dataDir: string): Promise<void> {
  for (const entry of OWN_ENTRIES) {
    if (entry !== 'run') {
      await rm(path.join(dataDir, entry), { recursive: true, force: true });
    }
  }
}
